import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { readPaymentRules } from '@snacks/domain/payment-simulator';
import {
  QUEUE_NAMES,
  TABLE_NAMES,
  topology,
  type PinoLogger,
  type TableName,
} from '@snacks/handlers';
import type { ServerOptions } from '@snacks/local';

import {
  capturingLogger,
  provablePlatform,
  type Conditions,
} from '../../../test/provable-platform.js';
import { ShipError } from '../cli/ship-error.js';

type Provable = Awaited<ReturnType<typeof provablePlatform>>;
let provable: Provable | undefined;

afterEach(async () => {
  await provable?.close();
});

async function aPlatform(conditions: Conditions = {}): Promise<Provable> {
  provable = await provablePlatform(conditions);
  return provable;
}

/** Why a proof failed. */
async function failureOf({ prove }: Provable): Promise<ShipError> {
  const error: unknown = await prove().catch((thrown: unknown) => thrown);
  if (error instanceof ShipError) return error;
  throw new Error('The proof did not fail with a ShipError.', { cause: error });
}

/** The leftovers of a proof: rules, queues, messages, and items of every table. */
async function leftIn({ clients, server }: Provable): Promise<object> {
  const rules = await clients.events.send(
    new ListRulesCommand({ EventBusName: topology.bus.name, NamePrefix: 'snacks-proof' }),
  );
  const queues = await clients.sqs.send(new ListQueuesCommand({}));
  const items = await Promise.all(
    TABLE_NAMES.map(async (name): Promise<[TableName, unknown]> => {
      const { Items = [] } = await clients.dynamodb.send(
        new ScanCommand({ TableName: topology.tables[name].name }),
      );
      return [name, Items.map(({ status, id, orderId }): unknown => status ?? id ?? orderId)];
    }),
  );
  return {
    rules: rules.Rules,
    queues: queues.QueueUrls?.length,
    messages: QUEUE_NAMES.flatMap((name) => server.platform.queue(name).messages()),
    ...Object.fromEntries(items),
  };
}

const NO_ITEMS = Object.fromEntries(TABLE_NAMES.map((name) => [name, []]));
const NOTHING = { rules: [], queues: QUEUE_NAMES.length, messages: [], ...NO_ITEMS };

/** What remains while an order is in progress, because it may still need its stock. */
const ORDER_IN_PROGRESS = {
  ...NOTHING,
  messages: expect.any(Array),
  orders: ['NEW'],
  stock: [expect.stringMatching(/^snack#Synthetic snack /)],
};

const DLQ = 'order-processing-dlq';

const JSON_CONTENT = { 'content-type': 'application/json' };

/** Resolves once the proof reads a payment. */
async function untilPaymentIsRead({ clients }: Provable): Promise<void> {
  return new Promise((resolve) => {
    clients.dynamodb.middlewareStack.add(
      (next) => async (call) => {
        const { input } = call;
        if ('ConsistentRead' in input && 'TableName' in input && input.TableName === 'Payments')
          resolve();
        return next(call);
      },
      { step: 'initialize' },
    );
  });
}

/** A platform in which one function runs other work first. */
function before(
  name: 'order-creator' | 'order-processor',
  work: (event: unknown) => Promise<void>,
): Partial<ServerOptions> {
  return {
    wrapHandlers: (handlers) => ({
      ...handlers,
      [name]: async (event: unknown, context: Parameters<(typeof handlers)[typeof name]>[1]) => {
        await work(event);
        return handlers[name](event, context);
      },
    }),
  };
}

describe('the proof of a platform that works', () => {
  it('checks the order, its event, its logs and the dead letter, and leaves nothing behind', async () => {
    const platform = await aPlatform();

    await platform.prove();

    const printed = platform.printed();
    expect(printed).toMatch(/order-creator accepted the order [0-9a-f-]{36}/);
    expect(printed).toContain('"Order Created" arrived on the bus serverless-snacks-orders');
    expect(printed).toContain('the order is PROCESSED in the table Orders, version 3');
    expect(printed).toContain('in the logs of order-creator and order-processor');
    expect(printed).toContain(
      `a poisonous event arrived in ${DLQ} after 3 receives; it is deleted`,
    );
    expect(printed).toContain("the customer's name is in none of");
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('leaves nothing behind on a platform that refuses snacks without a stock record', async () => {
    const platform = await aPlatform({ platform: { unknownSnacks: 'refused' } });

    await platform.prove();

    expect(platform.printed()).toContain('the order is PROCESSED');
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('puts its snack on sale on a platform whose catalogue must have every snack', async () => {
    const platform = await aPlatform({
      skipDeadLetter: true,
      platform: { catalogueUse: 'required' },
    });
    const chips = { method: 'PUT', headers: JSON_CONTENT, body: '{"price":3.99}' };
    await fetch(`${platform.server.url}/snacks/Chips`, chips);

    await platform.prove();

    expect(platform.printed()).toContain('the order is PROCESSED');
    const response = await fetch(`${platform.server.url}/snacks`);
    expect(await response.json()).toEqual({ snacks: [{ name: 'Chips', price: 3.99 }] });
    expect(await leftIn(platform)).toEqual({ ...NOTHING, catalogue: ['snacks'] });
  });

  it('waits until the payment is captured before it deletes the order', async () => {
    const captured: string[] = [];
    let tries = 0;
    const platform = await aPlatform({
      skipDeadLetter: true,
      platform: {
        wrapAdapters: (adapters) => ({
          ...adapters,
          payments: () => {
            const payments = adapters.payments();
            return {
              authorise: async (request) => payments.authorise(request),
              refund: async (orderId) => payments.refund(orderId),
              capture: async (orderId) => {
                // The failure makes the processor log the order before its payment is captured.
                tries += 1;
                if (tries === 1) throw new Error('no connection');
                await Promise.race([
                  untilPaymentIsRead(platform),
                  platform.untilPrinted('removed'),
                ]);
                await payments.capture(orderId);
                captured.push(orderId);
              },
            };
          },
        }),
      },
    });

    await platform.prove();

    expect(new Set(captured).size).toBe(1); // at least once: on a slow machine the message is delivered again
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('leaves other dead letters in the queue, visible to every consumer', async () => {
    const platform = await aPlatform();
    const deadLetters = platform.server.platform.queue(DLQ);
    for (let n = 0; n < 15; n += 1) deadLetters.send(`another order ${n}`);

    await platform.prove();

    const others = deadLetters.messages().filter(({ body }) => body.startsWith('another order'));
    expect(others).toHaveLength(15);
    expect(deadLetters.depth.inFlight).toBe(0);
  });

  it('skips the check of the logs if the functions log errors only', async () => {
    const platform = await aPlatform({ logLevel: 'error' });

    await platform.prove();

    expect(platform.printed()).toContain('the log level of the functions is error');
  });

  it('skips it also if the functions do not log the info records of this order', async () => {
    const platform = await aPlatform({ logSampling: 0 });

    await platform.prove();

    expect(platform.printed()).toContain('the functions log 0 % of the orders, and not this one');
  });
});

describe('the proof of a platform', () => {
  it('that accepts no order fails with the response', async () => {
    const platform = await aPlatform({
      platform: before('order-creator', async () => Promise.reject(new Error('no store'))),
    });

    const { message, next } = await failureOf(platform);

    expect(message).toContain('order-creator accepted no order. Its response: no store');
    expect(next[0]).toContain('aws logs tail /aws/lambda/order-creator');
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('that publishes no events fails, and leaves the unprocessed order', async () => {
    const platform = await aPlatform({
      platform: {
        wrapAdapters: (adapters) => ({
          ...adapters,
          publisher: () => ({ publish: async () => [] }),
        }),
      },
    });

    const { message, next } = await failureOf(platform);

    expect(message).toMatch(/No event of the order .* arrived on the bus .*order-relay/);
    expect(next.join()).toContain('docs/runbook.md#order-not-processing');
    expect(await leftIn(platform)).toEqual(ORDER_IN_PROGRESS);
    expect(platform.printed()).toContain('is not in a final state yet');
    expect(platform.printed()).toContain('aws dynamodb delete-item --table-name Orders');
  });

  it('whose processing fails reports the state of the order', async () => {
    const platform = await aPlatform({
      platform: before('order-processor', async () => Promise.reject(new Error('no'))),
    });

    const { message } = await failureOf(platform);

    expect(message).toMatch(/arrived on the bus, but the order is still NEW: .*order-processor/);
    expect(await leftIn(platform)).toEqual(ORDER_IN_PROGRESS);
  });

  it('whose order fails reports the state and the reason without a wait, and leaves nothing', async () => {
    const platform = await aPlatform({
      patience: 60_000,
      platform: {
        paymentRules: readPaymentRules([{ when: { amountFrom: 0 }, reaction: 'decline' }]),
      },
    });

    const { message, next } = await failureOf(platform);

    expect(message).toMatch(/ended as FAILED, not as PROCESSED. Reason: PAYMENT_DECLINED\./);
    expect(next[0]).toContain('aws dynamodb get-item --table-name Orders');
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('whose queue has no dead-letter queue fails', async () => {
    const platform = await aPlatform({
      platform: {
        adjustQueue: ({ retentionSeconds }) => ({ retentionSeconds, visibilityTimeoutSeconds: 1 }),
      },
    });

    const { message } = await failureOf(platform);

    expect(message).toBe(
      `Failed messages of order-processing do not go to ${DLQ}: its redrive policy is missing.`,
    );
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('that swallows a failing event fails, because there is no dead letter', async () => {
    const swallowed = new Set<string>();
    const platform = await aPlatform({
      patience: 1_500,
      platform: {
        wrapHandlers: (handlers) => ({
          ...handlers,
          'order-processor': async (event, context) => {
            const response = await handlers['order-processor'](event, context);
            swallowed.add(context.awsRequestId);
            return isFields(response) ? { batchItemFailures: [] } : response;
          },
        }),
      },
    });

    const { message } = await failureOf(platform);

    expect(message).toContain(`did not arrive in ${DLQ} after 3 receives`);
    expect(swallowed.size).toBeGreaterThan(0);
    expect(platform.printed()).toContain(`it may still arrive in ${DLQ}`);
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('that logs names of customers fails with the log line', async () => {
    const loggers = new Map<string, PinoLogger>();
    const platform = await aPlatform({
      platform: {
        loggerOf: (service, logs) => {
          const logger = capturingLogger(service, logs);
          loggers.set(service, logger);
          return logger;
        },
        ...before('order-creator', async (event) => {
          const customerName = isFields(event) ? event.customerName : undefined;
          loggers.get('order-creator')?.info(`an order of ${String(customerName)}`);
        }),
      },
    });

    const { message } = await failureOf(platform);

    expect(message).toMatch(/customer's name is in the log group \/aws\/lambda\/order-creator/);
    expect(message).toContain('Synthetic Proof');
    expect(await leftIn(platform)).toEqual(NOTHING);
  });

  it('also cleans up if it is interrupted', async () => {
    const stop = new AbortController();
    const platform = await aPlatform({
      platform: before('order-processor', async () => stop.abort()),
    });

    await expect(platform.prove(stop.signal)).rejects.toThrow('abort');

    expect(await leftIn(platform)).toMatchObject({ rules: [], queues: QUEUE_NAMES.length });
  });
});
