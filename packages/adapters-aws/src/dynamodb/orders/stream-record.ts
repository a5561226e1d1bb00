import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { FIELD_RULES, StoredOrderInvalidError } from '@snacks/domain';
import { readEvents } from '@snacks/domain/ports';
import type { CommittedEvents } from '@snacks/domain/use-cases';
import type { Document } from '../document-client.js';

type Image = Readonly<Record<string, AttributeValue>>;

/**
 * Returns the events that the write of a stream record committed, in order. They are rendered from the new
 * image.
 *
 * Only an insert and a change that increased the order's version commit events. Deletions (by time to
 * live or manual), changes beside the order, such as a new index key, and items that are not orders
 * commit none. A record without an old image counts as a change of the version: an event that is sent
 * twice does no harm, a lost event does.
 *
 * It does not need the DynamoDB client.
 *
 * @throws {StoredOrderInvalidError} if the order of such a change cannot be read, or if the stream has no
 *   new images.
 */
export function committedEvents({ eventName, dynamodb }: DynamoDBRecord): CommittedEvents {
  const { NewImage, OldImage, Keys } = dynamodb ?? {};
  const orderId = (NewImage ?? Keys)?.orderId?.S;
  if (eventName === 'REMOVE' || !FIELD_RULES.orderId.accepts(orderId)) return [];
  if (NewImage === undefined) throw new StoredOrderInvalidError(orderId, 'new image');

  const version = versionOf(NewImage);
  if (version === undefined) throw new StoredOrderInvalidError(orderId, 'version');
  return version > (versionOf(OldImage) ?? 0) ? readEvents(toDocument(NewImage)) : [];
}

function versionOf(image: Image | undefined): number | undefined {
  const value = Number(image?.version?.N);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Converts an image to JavaScript values. Leaves out what no event needs: sets and bytes. */
function toDocument(image: Image): Document {
  return Object.fromEntries(
    Object.entries(image).map(([name, attribute]) => [name, toValue(attribute)]),
  );
}

function toValue({ S, N, L, M, NULL }: AttributeValue): unknown {
  if (N !== undefined) return Number(N);
  if (L !== undefined) return L.map(toValue);
  if (M !== undefined) return toDocument(M);
  return NULL === true ? null : S;
}
