import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ANYONE, hasCode, isFields } from '@snacks/domain';
import { CancelOrder } from '@snacks/domain/use-cases';
import { anEventRecord, aPlacing } from '@snacks/domain/testing';
import { FUNCTION_NAMES, QUEUE_NAMES, topology } from '@snacks/handlers';

import { eventsOf, manualPlatform, place, WHOLE_LIFE } from '../../test/manual-platform.js';
import type { InvocationOutcome } from '../lambda/local-function.js';

const SECOND = 1_000;
const VISIBILITY = 90 * SECOND;

describe('the platform', () => {
  it('brings a NEW order to PROCESSED, and publishes both events', async () => {
    const { platform, waitUntilIdle } = manualPlatform();

    const orderId = await place(platform);
    await waitUntilIdle();

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(eventsOf(platform, orderId)).toEqual(WHOLE_LIFE);
  });

  it('leaves an order of high priority to its approvers', async () => {
    const { platform, waitUntilIdle } = manualPlatform();

    const orderId = await place(platform, { priority: 'high' });
    await waitUntilIdle();

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PENDING_APPROVAL' });
    expect(eventsOf(platform, orderId)).toEqual(['Order Created 1:0']);
  });

  it('publishes an external event, and never treats it as an order event, whatever its payload contains', async () => {
    const { platform, waitUntilIdle } = manualPlatform();
    const [placed] = aPlacing().events;
    const external = anEventRecord({ type: 'order.created', payload: placed?.detail });

    platform.queue('event-ingestion').send(JSON.stringify(external));
    await waitUntilIdle();

    const events = platform.recentEvents.items.map((event) => event['detail-type']);
    const left = [...platform.queues.values()].flatMap((queue) => queue.messages());
    expect(events).toEqual(['Event Recorded']);
    expect(left).toEqual([]); // a consumer that received it by mistake would fail, and its message would stay
  });

  it('counts order events, and measures the time to PROCESSED', async () => {
    const { platform, waitUntilIdle, pass } = manualPlatform();

    await place(platform);
    await place(platform, { priority: 'high' });
    await waitUntilIdle();
    await pass(topology.schedules['sweep-stuck-orders'].everyMinutes * 60 * SECOND);

    const figures = platform.metrics.figures();
    expect(figures).toEqual(
      expect.arrayContaining([
        { metric: 'OrdersPlaced', unit: 'Count', total: 2 },
        { metric: 'OrdersProcessed', unit: 'Count', total: 1 },
        expect.objectContaining({ metric: 'TimeToProcessed', count: 1 }),
        { metric: 'OrdersStuck', unit: 'Count', dimension: { status: 'PROCESSING' }, latest: 0 },
      ]),
    );
  });

  it('records and publishes an external event, without an error in any consumer of order events', async () => {
    const { platform, pass } = manualPlatform();
    const event = { source: 'sensor-01', type: 'temperature', payload: { value: 22.5 } };

    const accepted = await platform.function('event-ingestion').invoke({
      version: '2.0',
      requestContext: { http: {} },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    await pass(3 * VISIBILITY);

    expect(accepted).toMatchObject({ ok: true, result: { statusCode: 202 } });
    const published = platform.recentEvents.items.map((envelope) => envelope['detail-type']);
    expect(published).toEqual(['Event Recorded']);
    for (const name of QUEUE_NAMES) {
      expect([name, platform.queue(name).depth]).toEqual([name, { visible: 0, inFlight: 0 }]);
    }
  });

  it('handles a backlog batch by batch, so that other work runs in between', async () => {
    const { clock, platform } = manualPlatform();
    const { batchSize } = topology.streamConsumer;
    const created = () =>
      platform.recentEvents.items.filter((event) => event['detail-type'] === 'Order Created')
        .length;

    for (let placed = 0; placed < 2 * batchSize + 1; placed += 1) await place(platform);
    const relayed: number[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      clock.advanceBy(0);
      await setImmediate();
      relayed.push(created());
    }

    expect(relayed).toEqual([batchSize, 2 * batchSize]);
    expect(platform.idle).toBe(false);
  });

  it('has the functions, queues and rules of the topology, and no others', () => {
    const { platform } = manualPlatform();

    expect([...platform.functions.keys()]).toEqual(FUNCTION_NAMES);
    expect([...platform.queues.keys()].sort()).toEqual([...QUEUE_NAMES].sort());
    expect(platform.bus.ruleNames).toEqual(Object.keys(topology.rules));
  });
});

describe('a message that always fails', () => {
  it('is received exactly three times, then moves to the dead-letter queue', async () => {
    const { platform, waitUntilIdle, pass } = manualPlatform();
    const queue = platform.queue('order-processing');
    const deadLetters = platform.queue('order-processing-dlq');
    const received: number[] = [];
    const processor = platform.function('order-processor');
    const invoke = processor.invoke.bind(processor);
    processor.invoke = async (event, requestId) => {
      const records = isFields(event) && Array.isArray(event.Records) ? event.Records : [];
      for (const record of records) {
        if (record.body === 'poison')
          received.push(Number(record.attributes.ApproximateReceiveCount));
      }
      return invoke(event, requestId);
    };

    queue.send('poison');
    const orderId = await place(platform);
    await waitUntilIdle();
    await pass(4 * VISIBILITY);

    expect(received).toEqual([1, 2, 3]);
    expect(deadLetters.messages()).toEqual([expect.objectContaining({ body: 'poison' })]);
    expect(queue.depth).toEqual({ visible: 0, inFlight: 0 });
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });

    const later = await place(platform);
    await waitUntilIdle();
    expect(await platform.orders.find(later)).toMatchObject({ status: 'PROCESSED' });
  });

  it('can be redriven after the cause is fixed', async () => {
    const { platform, waitUntilIdle, pass } = manualPlatform();
    const { orders } = platform;
    const find = orders.find.bind(orders);
    orders.find = async () => Promise.reject(new Error('the store is down'));
    const orderId = await place(platform);
    await waitUntilIdle();
    await pass(4 * VISIBILITY);
    expect(platform.queue('order-processing-dlq').depth.visible).toBe(1);

    orders.find = find;
    platform.queue('order-processing-dlq').redriveTo(platform.queue('order-processing'));
    await waitUntilIdle();

    expect(await orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
  });
});

describe('a batch for which the function returns no valid result', () => {
  it.each<[string, InvocationOutcome]>([
    ['throws', { ok: false, requestId: 'r', error: new Error('out of memory') }],
    ['returns something else', { ok: true, requestId: 'r', result: 'done' }],
    ['returns half a failure', { ok: true, requestId: 'r', result: { batchItemFailures: [{}] } }],
  ])('is retried when the function %s', async (_how, outcome) => {
    const { platform, waitUntilIdle, pass } = manualPlatform();
    const processor = platform.function('order-processor');
    const invoke = processor.invoke.bind(processor);
    processor.invoke = async () => outcome;
    const orderId = await place(platform);
    await waitUntilIdle();
    expect(platform.queue('order-processing').depth).toEqual({ visible: 0, inFlight: 1 });

    processor.invoke = invoke;
    await pass(VISIBILITY);

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(platform.queue('order-processing').depth).toEqual({ visible: 0, inFlight: 0 });
  });
});

describe('a repeated event', () => {
  it('changes nothing and publishes nothing', async () => {
    const { platform, waitUntilIdle } = manualPlatform();
    const orderId = await place(platform);
    await waitUntilIdle();
    const [created] = platform.recentEvents.items;

    for (let copy = 0; copy < 5; copy += 1) {
      platform.queue('order-processing').send(JSON.stringify(created));
    }
    await waitUntilIdle();

    expect(await platform.orders.find(orderId)).toMatchObject({ version: 3 });
    expect(eventsOf(platform, orderId)).toEqual(WHOLE_LIFE);
  });
});

describe('a cancellation during processing', () => {
  it('either wins or is refused, at whatever moment it arrives', async () => {
    const outcomes = new Set<string>();
    for (let moment = 0; moment < 150; moment += 1) {
      const { platform, clock, waitUntilIdle } = manualPlatform();
      const cancelOrder = new CancelOrder(platform.orders, clock);
      const orderId = await place(platform);
      for (let step = 0; step < moment; step += 1) {
        await Promise.resolve();
        if (step % 10 === 0) clock.advanceBy(1);
      }

      const refusal: unknown = await cancelOrder
        .execute({ orderId, actor: ANYONE, correlationId: 'cancel' })
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      await waitUntilIdle();

      const order = await platform.orders.find(orderId);
      const conflict = hasCode(refusal, 'ORDER_CONFLICT') ? refusal.status : refusal;
      outcomes.add(`${order?.status}, cancel: ${String(conflict)}`);
      expect(order?.history.map(({ version }) => version)).toEqual(
        Array.from({ length: order?.version ?? 0 }, (_, n) => n + 1),
      );
    }

    const allowed = [
      'CANCELLED, cancel: undefined',
      'PROCESSED, cancel: PROCESSING',
      'PROCESSED, cancel: PROCESSED',
    ];
    expect(allowed).toEqual(expect.arrayContaining([...outcomes]));
    expect(outcomes.size).toBeGreaterThan(1);
  });
});
