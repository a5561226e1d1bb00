import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** An item, or a part of it, as JavaScript values. Its reader must check them. */
export type Document = Readonly<Record<string, unknown>>;

/** Every number is read as a JavaScript number; the domain validates it. */
const READING = { wrapNumbers: Number };

/** A field with the value `undefined` is left out, as in JSON. */
const WRITING = { removeUndefinedValues: true };

/**
 * Returns a client that takes and returns items as JavaScript values. Numbers are written in their
 * shortest decimal form, which is exact up to the 2^53 cents that the domain allows.
 */
export function documentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: WRITING,
    unmarshallOptions: READING,
  });
}

/** Converts the item of a failed condition, which the document client leaves in DynamoDB's form. */
export function toDocument(item: Record<string, AttributeValue> | undefined): Document | undefined {
  return item && unmarshall(item, READING);
}
