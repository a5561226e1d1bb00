import type { OrderChange, StreamRecord } from '@snacks/adapters-memory';
import { marshall } from '@aws-sdk/util-dynamodb';
import { toItem, type StoredOrder } from '@snacks/domain/ports';

import { ACCOUNT } from '../platform/arn.js';

/** Converts a change of the store to a record of a DynamoDB stream with new and old images. */
export function toStreamRecord(
  { sequenceNumber, at, data }: StreamRecord<OrderChange>,
  tableName: string,
) {
  const { before, after } = data;
  const newImage = toImage(after);
  return {
    eventID: `local-${sequenceNumber}`,
    eventName: before === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'local',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1_000),
      Keys: { orderId: { S: after.order.orderId } },
      NewImage: newImage,
      ...(before !== undefined && { OldImage: toImage(before) }),
      SequenceNumber: sequenceNumber,
      SizeBytes: Buffer.byteLength(JSON.stringify(newImage)),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:local:${ACCOUNT}:table/${tableName}/stream/2026-01-01T00:00:00.000`,
  };
}

function toImage(stored: StoredOrder) {
  return marshall(toItem(stored));
}
