import type { DynamoDBRecord } from 'aws-lambda';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { approve, cancel, claim, type Change } from '@snacks/domain';
import { aChangeContext, aNewOrder, aPendingOrder, aPlacing } from '@snacks/domain/testing';
import { toTableItem } from './order-item.js';
import { committedEvents } from './stream-record.js';

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

/** Returns the image of an order as in a stream record. */
function imageOf(change: Change): Image {
  const writing = { writeId: 'write-1', retentionDays: undefined, statusShards: 8 };
  const item: unknown = marshall(toTableItem({ ...change, requestHash: 'hash' }, writing), {
    removeUndefinedValues: true,
  });
  return JSON.parse(JSON.stringify(item));
}

function recordOf(
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE',
  images: { NewImage?: Image; OldImage?: Image; Keys?: Image },
): DynamoDBRecord {
  return {
    eventID: 'record-1',
    eventName,
    eventSource: 'aws:dynamodb',
    dynamodb: { StreamViewType: 'NEW_AND_OLD_IMAGES', SequenceNumber: '1', ...images },
  };
}

const order = aNewOrder();
const placing: Change = { order, events: aPlacing({ orderId: order.orderId }).events };
const cancelling: Change = cancel(order, aChangeContext({ causationId: 'request-2' }));

describe('the events committed by the write behind a stream record', () => {
  it('are those of an order that was added', () => {
    const record = recordOf('INSERT', { NewImage: imageOf(placing) });

    expect(committedEvents(record)).toEqual(placing.events);
  });

  it('are those of a change that raised the version', () => {
    const record = recordOf('MODIFY', {
      OldImage: imageOf(placing),
      NewImage: imageOf(cancelling),
    });

    expect(committedEvents(record)).toEqual(cancelling.events);
  });

  it('are those of a decision with a note, by an actor of unknown kind', () => {
    const approving = approve(aPendingOrder(), 'ok', aChangeContext());
    const record = recordOf('MODIFY', { NewImage: imageOf(approving) });

    expect(committedEvents(record)).toEqual(approving.events);
  });

  it('are none if the change emits none', () => {
    const claimed = imageOf(claim(order, aChangeContext()));

    expect(
      committedEvents(recordOf('MODIFY', { OldImage: imageOf(placing), NewImage: claimed })),
    ).toEqual([]);
  });

  it('are none if the version is the same: a key or a time to live was added', () => {
    const NewImage = { ...imageOf(placing), expiresAt: { N: '1' } };

    expect(committedEvents(recordOf('MODIFY', { OldImage: imageOf(placing), NewImage }))).toEqual(
      [],
    );
  });

  it('are none if the order was deleted, by time to live or manually', () => {
    const record = recordOf('REMOVE', { OldImage: imageOf(cancelling) });
    const byTime: DynamoDBRecord = {
      ...record,
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    };

    expect([committedEvents(record), committedEvents(byTime)]).toEqual([[], []]);
  });

  it.each([
    [{ NewImage: { stockId: { S: 'chips' }, version: { N: '1' } } }],
    [{ NewImage: { orderId: { S: 'settings' } } }],
    [{ NewImage: { orderId: { N: '1' } } }],
    [{ Keys: { eventId: { S: '1' } } }],
    [{}],
  ])('are none if the item is not an order: %j', (images) => {
    expect(committedEvents(recordOf('INSERT', images))).toEqual([]);
    expect(committedEvents({ eventName: 'INSERT' })).toEqual([]);
  });

  it('are returned if the record has no old image', () => {
    const record = recordOf('MODIFY', { NewImage: imageOf(cancelling) });

    expect(committedEvents(record)).toEqual(cancelling.events);
  });

  it.each([
    ['outbox', { outbox: { L: [] } }],
    ['outbox', { outbox: { NULL: true } }],
    ['outbox', { outbox: { M: { causationId: { N: '1' } } } }],
    ['history', { history: { L: [{ S: 'place' }] } }],
    ['customerName', { customerName: { NULL: true } }],
    ['totalAmount', { totalAmount: { N: '9.98' } }],
    ['version', { version: { S: '1' } }],
    ['version', { version: undefined }],
  ])('throw if they cannot be read: %s', (field, invalid) => {
    const NewImage: Image = Object.assign(imageOf(placing), invalid);

    const read = () => committedEvents(recordOf('INSERT', { NewImage }));

    expect(read).toThrow(
      expect.objectContaining({ code: 'STORED_ORDER_INVALID', orderId: order.orderId, field }),
    );
  });

  it('throw if the stream has no images', () => {
    const record = recordOf('INSERT', { Keys: { orderId: { S: order.orderId } } });

    expect(() => committedEvents(record)).toThrow(/new image/);
  });
});
