import { describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import type { EventPublisher } from '@snacks/domain/ports';
import { PinoLogger } from '@snacks/handlers';

import { manualPlatform, place } from '../../test/manual-platform.js';
import type { PlatformOptions } from '../platform/platform-options.js';

const MINUTE = 60_000;

/** A platform, and the log records of its functions at level warn and above. */
function aLoggedPlatform(
  options: Partial<PlatformOptions> & { readonly wrapPublisher?: () => EventPublisher } = {},
) {
  const records: Readonly<Record<string, unknown>>[] = [];
  const write = (line: string) => {
    const record: unknown = JSON.parse(line);
    if (isFields(record)) records.push(record);
  };
  const loggerOf = (service: string) =>
    new PinoLogger({ service, level: 'warn', destination: { write } });
  return { ...manualPlatform({ loggerOf, ...options }), records };
}

const never = new Promise<never>(() => {});

describe('the log of work that is given up', () => {
  it('names the cause and the dead-letter queue of an order whose payment times out', async () => {
    const { platform, pass, records } = aLoggedPlatform({
      paymentRules: [{ when: {}, reaction: 'time out' }],
    });
    const orderId = await place(platform);

    await pass(10 * MINUTE);

    const ids = { orderId, eventId: `${orderId}:1:0`, service: 'order-processor', level: 'error' };
    const error = { code: 'PAYMENT_TIMED_OUT' };
    const queues = { queue: 'order-processing', deadLetterQueue: 'order-processing-dlq' };
    expect(platform.queue('order-processing-dlq').depth.visible).toBe(1);
    expect(records).toMatchObject([
      { ...ids, message: 'message failed', attempt: 1, error },
      { ...ids, message: 'message failed', attempt: 2, error },
      { ...ids, message: 'message given up', attempt: 3, error, ...queues },
    ]);
    for (const record of records) expect(record).toHaveProperty('correlationId');
  });

  it('has a message whose function timed out', async () => {
    const { platform, pass, records } = aLoggedPlatform({
      wrapHandlers: (handlers) => ({ ...handlers, 'order-notifier': async () => never }),
    });
    const orderId = await place(platform);

    await pass(10 * MINUTE);

    const ofNotifier = records.filter(({ service }) => service === 'order-notifier');
    expect(ofNotifier).toMatchObject([
      { message: 'message failed', orderId },
      { message: 'message failed', orderId },
      {
        message: 'message given up',
        orderId,
        requestId: expect.any(String),
        messageId: expect.any(String),
        deadLetterQueue: 'order-notifications-dlq',
        error: { code: 'FUNCTION_TIMEOUT' },
      },
    ]);
  });

  it('has an asynchronous invocation that failed at every attempt', async () => {
    const { platform, pass, records } = aLoggedPlatform({
      wrapHandlers: (handlers) => ({
        ...handlers,
        'order-creator': async () => Promise.reject(new Error('no store')),
      }),
    });
    void platform.asyncInvocations.invoke(platform.function('order-creator'), {});

    await pass(10 * MINUTE);

    expect(records).toMatchObject([
      {
        message: 'invocation given up',
        service: 'order-creator',
        requestId: expect.any(String),
        deadLetterQueue: 'order-creator-dlq',
        error: { name: 'Error' },
      },
    ]);
  });

  it('has a record that grew too old in the stream, and the cause', async () => {
    const { platform, pass, records } = aLoggedPlatform({
      wrapPublisher: () => ({
        publish: async () => Promise.reject(Object.assign(new Error('down'), { code: 'DOWN' })),
      }),
    });
    const orderId = await place(platform);

    await pass(24 * 60 * MINUTE);

    const ofOrder = records.filter((record) => record.orderId === orderId);
    expect(ofOrder).toContainEqual(
      expect.objectContaining({
        message: 'record given up',
        service: 'order-relay',
        deadLetterQueue: 'order-stream-dlq',
      }),
    );
    expect(ofOrder[0]).toMatchObject({
      message: 'event not taken by the bus',
      error: { code: 'DOWN' },
    });
  });
});
