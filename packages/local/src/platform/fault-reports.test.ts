import { describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import { manualPlatform, place } from '../../test/manual-platform.js';
import type { Platform } from './platform.js';

const MINUTE = 60_000;

/** A fault of the platform's own machinery, and the log message that reports it. */
interface Fault {
  readonly of: string;
  /** Injects the fault, and returns a function that removes it. */
  readonly inject: (platform: Platform) => () => void;
  readonly logged: RegExp;
  readonly priority?: 'high';
  /** The final status of an order that was placed during the fault. @default 'PROCESSED' */
  readonly finalStatus?: string;
}

const fail = (): never => {
  throw Object.assign(new Error('by the test'), { code: 'BROKEN' });
};

/** Makes one method of an object throw. Returns a function that restores it. */
function breaking<T extends object>(object: T, method: keyof T): () => void {
  const own = Object.getOwnPropertyDescriptor(object, method);
  Object.defineProperty(object, method, { configurable: true, writable: true, value: fail });
  return () => {
    Reflect.deleteProperty(object, method);
    if (own !== undefined) Object.defineProperty(object, method, own);
  };
}

const FAULTS: readonly Fault[] = [
  {
    of: 'receiving from a queue',
    inject: (platform) => breaking(platform.queue('order-processing'), 'receive'),
    logged: /A timer callback failed/,
  },
  {
    of: 'a batch of a queue',
    inject: (platform) => breaking(platform.function('order-processor'), 'invoke'),
    logged: /A batch of order-processing could not be handled/,
  },
  {
    of: 'a batch of the stream',
    inject: (platform) => breaking(platform.function('order-relay'), 'invoke'),
    logged: /A batch of the stream of Orders could not be handled/,
  },
  {
    of: 'a target of the bus',
    inject: (platform) => breaking(platform.queue('order-processing'), 'send'),
    logged: /could not deliver an event of the rule \S+ to order-processing/,
  },
  {
    of: 'a schedule',
    inject: (platform) => breaking(platform.function('order-sweeper'), 'invoke'),
    logged: /An asynchronous invocation of order-sweeper is lost/,
  },
  {
    of: 'a task of the workflow',
    inject: (platform) => breaking(platform.function('approval-requester'), 'invoke'),
    logged: /The approval workflow could not invoke approval-requester/,
    priority: 'high',
    finalStatus: 'PENDING_APPROVAL',
  },
];

describe('a fault of the platform itself', () => {
  it.each(FAULTS)(
    'in $of is logged, and the platform continues',
    async ({ inject, logged, ...order }) => {
      const { priority, finalStatus = 'PROCESSED' } = order;
      const lines: string[] = [];
      const destination = { write: (line: string) => lines.push(line) };
      const { platform, elapse, pass } = manualPlatform({
        loggerOf: (service) => new PinoLogger({ service, level: 'error', destination }),
      });
      const remove = inject(platform);
      const orderId = await place(platform, priority && { priority });
      await elapse(30 * MINUTE);
      remove();
      await pass(5 * 60 * MINUTE);

      expect(lines.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({
          level: 'error',
          service: 'platform',
          message: expect.stringMatching(logged),
          error: expect.objectContaining({ code: 'BROKEN' }),
        }),
      );
      const next = await place(platform);
      await pass(MINUTE);
      expect(await platform.orders.find(next)).toMatchObject({ status: 'PROCESSED' });
      expect(await platform.orders.find(orderId)).toMatchObject({ status: finalStatus });
    },
  );

  it('in the failure queue of an invocation is logged', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => lines.push(line) };
    const { platform, pass } = manualPlatform({
      loggerOf: (service) => new PinoLogger({ service, level: 'error', destination }),
    });
    const processor = platform.function('order-creator');
    breaking(platform.queue('order-creator-dlq'), 'send');
    platform.orders.add = async () => Promise.reject(new Error('the store is down'));

    await platform.asyncInvocations.invoke(processor, anOrderRequest());
    await pass(4 * MINUTE);

    expect(lines.join('')).toContain('An asynchronous invocation of order-creator is lost.');
  });
});
