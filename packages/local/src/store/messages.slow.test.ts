import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { printed, run, RUNNING } from '../../test/program.js';

type Fields = Readonly<Record<string, unknown>>;

let folder: string;
const stops: ((signal: NodeJS.Signals) => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-'));
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop('SIGKILL');
  await rm(folder, { recursive: true });
});

/** The program on the folder, and calls of its API. */
async function serve(...args: string[]) {
  const options = ['--port', '0', '--log-level', 'error', '--store', 'dynamodb', '--data', folder];
  const program = run('start', ...options, ...args);
  const [, url = ''] = await printed(program, RUNNING);

  async function call(path: string, method = 'GET', body?: unknown): Promise<Fields> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const result: unknown = await response.json();
    if (!response.ok || !isFields(result)) throw new Error(`${path}: ${JSON.stringify(result)}`);
    return result;
  }

  /** Reads a path until a condition is met. Fails after 30 seconds. */
  async function readUntil(path: string, condition: (body: Fields) => boolean): Promise<Fields> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const body = await call(path);
      if (condition(body)) return body;
      if (Date.now() > deadline) throw new Error(`${path} is still ${JSON.stringify(body)}`);
      await delay(20);
    }
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    program.child.kill(signal);
    await program.ended;
  }
  stops.push(stop);

  return {
    call,
    readUntil,
    output: program.output,
    place: async (changes: object = {}) =>
      String((await call('/orders', 'POST', { ...anOrderRequest(), ...changes })).orderId),
    fault: async (fault: object) => call('/local/faults', 'PUT', { faults: [fault] }),
    untilStatus: async (orderId: string, status: string) =>
      readUntil(`/orders/${orderId}`, (order) => order.status === status),
    stop,
  };
}

/** The items of a list. */
function itemsOf({ items }: Fields): readonly Fields[] {
  return Array.isArray(items) ? items.filter(isFields) : [];
}

const DEAD_LETTERS = '/operations/dead-letters';
const DLQ = `${DEAD_LETTERS}/order-processing-dlq`;

describe('a dead letter', () => {
  it.each<[NodeJS.Signals, string]>([
    ['SIGKILL', ''],
    ['SIGTERM', 'for the next start:\n  order-processing-dlq: 1\n'],
  ])(
    'is there after %s and a restart, with its reason, and can be redriven',
    async (signal, summary) => {
      const first = await serve('--visibility-timeout', '1');
      await first.fault({ target: 'payments', fault: 'refuse', percent: 100 });
      const orderId = await first.place();
      const before = itemsOf(
        await first.readUntil(DEAD_LETTERS, (list) => itemsOf(list).length > 0),
      );
      await first.stop(signal);

      const second = await serve('--visibility-timeout', '1');
      const after = itemsOf(await second.call(DEAD_LETTERS));
      const { status } = await second.call(`/orders/${orderId}`);
      const dryRun = await second.call(`${DLQ}/${String(after[0]?.messageId)}/dry-run`, 'POST', {});
      await second.call(`${DLQ}/redrive`, 'POST', { messageIds: 'all', reason: 'it is fixed' });
      await second.untilStatus(orderId, 'PROCESSED');
      await second.stop('SIGKILL');

      const third = await serve();
      const left = await third.call(DEAD_LETTERS);
      const actions = itemsOf(await third.call('/operations/actions'));

      expect(before).toMatchObject([
        { orderId, receiveCount: 3, reason: expect.stringContaining('FAULT_INJECTED') },
      ]);
      expect(first.output.text).toContain(summary);
      expect(after).toEqual(before);
      expect(status).toBe('PROCESSING');
      expect(dryRun).toMatchObject({ outcome: 'acts' });
      expect(itemsOf(left)).toEqual([]);
      expect(actions).toMatchObject([{ action: 'redrive', reason: 'it is fixed' }]);
    },
  );
});

describe('a message in flight', () => {
  it('is delivered at once after a kill and a restart, and its order is not resumed as well', async () => {
    const first = await serve('--visibility-timeout', '600');
    await first.fault({ target: 'payments', fault: 'slow', milliseconds: 60_000, percent: 100 });
    const orderId = await first.place();
    await first.untilStatus(orderId, 'PROCESSING');
    await first.stop('SIGKILL');

    const second = await serve('--visibility-timeout', '600');
    await second.untilStatus(orderId, 'PROCESSED');

    expect(second.output.text).not.toContain('resumed from an earlier process');
  });
});

describe('an external event that was accepted', () => {
  it('is recorded after a kill during its handling, and a restart', async () => {
    const first = await serve('--visibility-timeout', '600');
    await first.fault({
      target: 'eventRecords',
      fault: 'slow',
      milliseconds: 60_000,
      percent: 100,
    });
    await first.call('/events', 'POST', { source: 'sensor-01', type: 'temperature', payload: 21 });
    await first.readUntil('/local/queues/event-ingestion', ({ messages }) => isInFlight(messages));
    await first.stop('SIGKILL');

    const second = await serve('--visibility-timeout', '600');
    const { events } = await second.readUntil(
      '/local/events',
      ({ events: published }) => Array.isArray(published) && published.length > 0,
    );

    expect(events).toMatchObject([{ 'detail-type': 'Event Recorded' }]);
  });
});

describe('an order that waits for approval', () => {
  it('can be decided after a kill and a restart', async () => {
    const first = await serve();
    const orderId = await first.place({ priority: 'high' });
    await first.readUntil(`/local/approvals`, ({ executions }) => isWaiting(executions));
    await first.stop('SIGKILL');

    const second = await serve();
    await second.readUntil(`/local/approvals`, ({ executions }) => isWaiting(executions));
    const waiting = itemsOf(await second.call('/operations/approvals'));
    await second.call(`/orders/${orderId}/approval`, 'POST', { decision: 'approve' });
    await second.untilStatus(orderId, 'PROCESSED');
    const { executions } = await second.readUntil(
      '/local/approvals',
      (body) => !isWaiting(body.executions),
    );

    expect(waiting).toMatchObject([{ order: { orderId } }]);
    expect(executions).toMatchObject([{ orderId, status: 'SUCCEEDED' }]);
  });
});

function isInFlight(messages: unknown): boolean {
  return (
    Array.isArray(messages) && messages.some((one) => isFields(one) && one.state === 'in flight')
  );
}

/** Whether a workflow waits for a decision. */
function isWaiting(executions: unknown): boolean {
  return (
    Array.isArray(executions) && executions.some((one) => isFields(one) && one.status === 'RUNNING')
  );
}
