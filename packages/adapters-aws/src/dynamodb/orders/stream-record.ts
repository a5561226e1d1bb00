import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import {
  FIELD_RULES,
  readEvents,
  StoredOrderInvalidError,
  type CommittedEvents,
} from '@snacks/domain';

type Image = Readonly<Record<string, AttributeValue>>;

/**
 * The events that the write behind a stream record committed, in their order; none where it
 * committed none.
 *
 * Only an insert, and a change that raised the order's version, commit events: not a deletion (by
 * time to live or by hand), nor a change beside the order, such as an index key filled in later.
 * Items that are no orders have nothing to relay. Where the record lacks the old image, the change
 * counts as one that raised the version: an event sent twice does no harm, one not sent does.
 *
 * Reads the record as it is, without the DynamoDB client.
 *
 * @throws {StoredOrderInvalidError} where it is an order's record, but its version or its events
 *   cannot be read, or the stream does not carry new images.
 */
export function committedEvents({ eventName, dynamodb }: DynamoDBRecord): CommittedEvents {
  const { NewImage, OldImage, Keys } = dynamodb ?? {};
  const orderId = (NewImage ?? Keys)?.orderId?.S;
  if (eventName === 'REMOVE' || !FIELD_RULES.orderId.accepts(orderId)) return [];
  if (NewImage === undefined) throw new StoredOrderInvalidError(orderId, 'new image');

  const version = versionOf(NewImage);
  if (version === undefined) throw new StoredOrderInvalidError(orderId, 'version');
  return version > (versionOf(OldImage) ?? 0) ? readEvents(orderId, eventTexts(NewImage)) : [];
}

function versionOf(image: Image | undefined): number | undefined {
  const value = Number(image?.version?.N);
  return Number.isSafeInteger(value) ? value : undefined;
}

function eventTexts({ events }: Image): readonly (string | undefined)[] | undefined {
  return events?.L?.map(({ S }) => S);
}
