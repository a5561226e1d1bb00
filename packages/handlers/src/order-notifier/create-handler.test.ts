import { describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '@snacks/domain';
import { aPlacing } from '@snacks/domain/testing';

import { anEnvelope, aQueueBatch, fixture } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';
import { topology } from '../topology.js';

function anEvent(priority: 'medium' | 'high' = 'medium'): OrderEvent {
  const [event] = aPlacing({ priority }).events;
  if (event === undefined) throw new Error('a placed order has an event');
  return event;
}

const message = (event: OrderEvent) => JSON.stringify(anEnvelope(event));

describe('order-notifier', () => {
  it('tells people of each event of a batch', async () => {
    const { invoke, told } = functionsInMemory();
    const events = [anEvent(), anEvent('high')];

    const answer = await invoke('order-notifier', aQueueBatch(events.map(message)));

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(told).toEqual(events);
  });

  it('takes a bare event of the bus as well, as AWS sends it', async () => {
    const { invoke, told } = functionsInMemory();

    await invoke('order-notifier', fixture('eventbridge'));

    expect(told).toMatchObject([{ type: 'Order Created' }]);
  });

  it('fails a message alone that is no order event, and tells of the others', async () => {
    const { invoke, told } = functionsInMemory();
    const event = anEvent();

    const answer = await invoke('order-notifier', aQueueBatch(['text', message(event), '{}']));

    expect(answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-2' }],
    });
    expect(told).toEqual([event]);
  });

  it('fails what could not be told, so that it is tried again, and logs no customer data', async () => {
    const { invoke, logText, logRecords, told } = functionsInMemory();
    told.push = () => {
      throw new Error('no topic for John Doe');
    };
    const event = anEvent();

    expect(await invoke('order-notifier', aQueueBatch([message(event)]))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });

    expect(logText()).not.toMatch(/John Doe|Chips/);
    expect(logRecords()).toContainEqual(expect.objectContaining({ message: 'message failed' }));
  });

  it('hears of every state but those of which fulfilment tells: nobody is told twice', () => {
    expect(topology.rules['orders-to-tell'].pattern.detail?.status).toEqual([
      'NEW',
      'PENDING_APPROVAL',
      'APPROVED',
      'PROCESSING',
      'CANCELLED',
      'REJECTED',
    ]);
  });
});
