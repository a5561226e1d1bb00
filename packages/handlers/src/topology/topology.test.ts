import { describe, expect, it } from '@jest/globals';
import { LIFECYCLE, ORDER_STATUSES, type OrderStatus } from '@snacks/domain';

import {
  environmentOf,
  FUNCTION_NAMES,
  QUEUE_NAMES,
  topology,
  type EnvironmentName,
} from './topology.js';

const FOURTEEN_DAYS = 14 * 86_400;

const deadLetterQueues = [
  ...Object.values(topology.queues).flatMap(({ redrive }) => redrive?.deadLetterQueue ?? []),
  ...Object.values(topology.rules).map(({ deadLetterQueue }) => deadLetterQueue),
  topology.streamConsumer.deadLetterQueue,
  ...Object.values(topology.functions).flatMap(({ onFailure }) => onFailure ?? []),
];

function functionsWith(variable: EnvironmentName) {
  return FUNCTION_NAMES.filter((name) => environmentOf(name).includes(variable));
}

describe('the topology', () => {
  it('has the names that clients and operators rely on', () => {
    expect(topology.tables.orders.name).toBe('Orders');
    expect(topology.bus.name).toBe('serverless-snacks-orders');
    expect(FUNCTION_NAMES).toEqual(
      expect.arrayContaining(['order-creator', 'order-processor', 'order-relay']),
    );
    expect(topology.queues['order-processing'].redrive).toEqual({
      maxReceiveCount: 3,
      deadLetterQueue: 'order-processing-dlq',
    });
  });

  it('keeps dead letters for 14 days', () => {
    for (const name of deadLetterQueues) {
      expect(topology.queues[name].retentionSeconds).toBe(FOURTEEN_DAYS);
    }
  });

  it('has no queue without a consumer except the dead-letter queues', () => {
    const consumed = topology.queueConsumers.map(({ queue }) => queue);

    expect(new Set([...consumed, ...deadLetterQueues])).toEqual(new Set(QUEUE_NAMES));
  });

  it('has a trigger for every function', () => {
    const invoked = [
      ...topology.api.routes,
      ...topology.queueConsumers,
      topology.streamConsumer,
      ...Object.values(topology.schedules),
    ].map((trigger) => trigger.function);

    expect(new Set([...invoked, ...topology.approvalWorkflow.functions])).toEqual(
      new Set(FUNCTION_NAMES),
    );
  });

  it('gives the shards of the index to every function that opens the orders', () => {
    expect(functionsWith('INDEX_SHARDS')).toEqual(functionsWith('ORDERS_TABLE_NAME'));
  });

  it('relays the states that an event leads to, and no others', () => {
    const statuses: readonly OrderStatus[] = Object.values(LIFECYCLE).flatMap(
      ({ event, to, from }) => (event === undefined ? [] : to === 'same' ? from : to),
    );

    expect(topology.streamConsumer.filter).toEqual({
      dynamodb: {
        NewImage: { status: { S: ORDER_STATUSES.filter((one) => statuses.includes(one)) } },
      },
    });
    expect(statuses).not.toContain('PROCESSING');
  });

  it('hides a received message for at least six times the timeout of its consumer', () => {
    for (const consumer of topology.queueConsumers) {
      const { visibilityTimeoutSeconds } = topology.queues[consumer.queue];
      const { timeoutSeconds } = topology.functions[consumer.function];
      expect(visibilityTimeoutSeconds).toBeGreaterThanOrEqual(6 * timeoutSeconds);
    }
  });
});
