import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** An item, or a part of it, as JavaScript values. What an item holds is for its reader to check. */
export type Document = Readonly<Record<string, unknown>>;

/** Whatever a number is, it comes as one, for the domain to judge. */
const READING = { wrapNumbers: Number };

/** A field that a caller without types has set to `undefined` is absent, as in JSON. */
const WRITING = { removeUndefinedValues: true };

/**
 * The client, but that items and values go and come as JavaScript values. Numbers go in their
 * shortest decimal form, which is exact up to the 2^53 cents that the domain allows.
 */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: WRITING,
    unmarshallOptions: READING,
  });
}

/** The item of a failed condition: the document client leaves it in DynamoDB's own form. */
export function toDocument(item: Record<string, AttributeValue> | undefined): Document | undefined {
  return item && unmarshall(item, READING);
}
