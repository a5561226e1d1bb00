import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { anEventRecord, aPlacing, anOrderRequest } from '@snacks/domain/testing';
import { FUNCTION_NAMES, QUEUE_NAMES, topology } from '@snacks/handlers';

import { breakablePlatform, OutOfReachError } from '../../test/breakable-platform.js';
import {
  ALARMS,
  commandsOf,
  DEFINITIONS,
  howToLook,
  localCommandsOf,
  rowsOf,
  sectionOf,
} from '../../test/runbook.js';

const CAUSE = /"code":"OUT_OF_REACH"/;

type Platform = Awaited<ReturnType<typeof breakablePlatform>>;

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function aPlatform(...options: Parameters<typeof breakablePlatform>): Promise<Platform> {
  const platform = await breakablePlatform(...options);
  closing.push(platform.close);
  return platform;
}

/** Order events as the bus hands them over; external events as the intake does. */
function aMessageFor(queue: string): string {
  if (queue === 'event-ingestion') return JSON.stringify(anEventRecord());
  const [event] = aPlacing({ priority: queue.startsWith('approval') ? 'high' : 'medium' }).events;
  const envelope = {
    source: 'serverless.snacks',
    'detail-type': event?.type,
    detail: event?.detail,
  };
  // Nothing that order-metrics calls can fail: what it cannot read does.
  return JSON.stringify(
    queue === 'order-metrics' ? { ...envelope, 'detail-type': 'Order Eaten' } : envelope,
  );
}

const causeOf = (queue: string): RegExp =>
  queue.startsWith('order-metrics') ? /"code":"UNSUPPORTED_EVENT"/ : CAUSE;

const isDeadLetterQueue = (name: string): boolean => name.endsWith('-dlq');

describe('the runbook on dead letters', () => {
  const section = sectionOf('dead-letters');
  const rows = rowsOf(section).map(([queue = '', , name = '', words = '']) => ({
    queue,
    name,
    words,
  }));

  it('has an entry for every dead-letter queue, and for no other', () => {
    expect(rows.map(({ queue }) => queue).sort()).toEqual(
      QUEUE_NAMES.filter(isDeadLetterQueue).sort(),
    );
  });

  const ofFunctions = rows.filter(({ words }) => words !== '');

  it.each(ofFunctions)('shows why a message is in $queue', async ({ queue, name, words }) => {
    const [look] = commandsOf(howToLook(section));
    const platform = await aPlatform();
    const source = topology.queueConsumers.find(
      (consumer) => topology.queues[consumer.queue].redrive?.deadLetterQueue === queue,
    )?.queue;
    const correlationId = 'correlation-1';
    if (source !== undefined) {
      platform.breakEverything();
      platform.platform.queue(source).send(aMessageFor(source));
    } else if (queue === 'order-stream-dlq') {
      platform.broken.add('publisher');
      await platform.post('/orders', anOrderRequest(), { 'x-correlation-id': correlationId });
    } else {
      platform.breakEverything();
      platform.invoke(queue === 'order-creator-dlq' ? 'order-creator' : 'order-sweeper', {
        ...anOrderRequest(),
      });
    }

    const place = source === undefined ? [] : [new RegExp(`"deadLetterQueue":"${queue}"`)];
    const fill = { FUNCTION: name, WORDS: words, CORRELATION_ID: correlationId };
    expect(await platform.missing(look?.script ?? '', fill, causeOf(queue), ...place)).toEqual([]);
  });

  it('follows a request through the logs of all functions', async () => {
    const [, follow] = commandsOf(howToLook(section));
    const platform = await aPlatform();
    platform.broken.add('orders.save');
    const CORRELATION_ID = 'correlation-1';
    await platform.post('/orders', anOrderRequest(), { 'x-correlation-id': CORRELATION_ID });

    const seen = ['order-creator', 'order-processor'].map(
      (name) => new RegExp(`"service":"${name}"`),
    );
    const script = follow?.script ?? '';
    expect(await platform.missing(script, { CORRELATION_ID }, CAUSE, ...seen)).toEqual([]);
  });

  it('shows why the bus could not put an event into a queue', async () => {
    const platform = await aPlatform();
    const [event] = aPlacing().events;
    if (event === undefined) throw new Error('a placed order has an event');
    Object.assign(platform.platform.queue('order-metrics'), {
      send: () => {
        throw new OutOfReachError('no permission');
      },
    });
    await platform.platform.bus.publish([event]);

    const [, , look] = commandsOf(howToLook(section));
    expect(
      await platform.missing(
        look?.script ?? '',
        {},
        /OUT_OF_REACH/,
        /no permission/,
        /count-order-events/,
      ),
    ).toEqual([]);
  });
});

describe('the runbook on old messages', () => {
  const section = sectionOf('old-messages');
  const rows = rowsOf(section).map(([queue = '', name = '']) => ({ queue, name }));

  it('has an entry for every queue that a function takes from, and for no other', () => {
    expect(rows).toEqual(
      topology.queueConsumers.map(({ queue, function: name }) => ({ queue, name })),
    );
  });

  it.each(rows)('shows why messages of $queue are not handled', async ({ queue, name }) => {
    const platform = await aPlatform();
    platform.breakEverything();
    const known = QUEUE_NAMES.find((one) => one === queue);
    if (known !== undefined) platform.platform.queue(known).send(aMessageFor(queue));

    expect(
      await platform.missing(
        localCommandsOf(howToLook(section)),
        { FUNCTION: name },
        causeOf(queue),
      ),
    ).toEqual([]);
  });
});

/** How each alarm comes to sound, what is filled in, and what has to be seen then. */
const SOUNDS: Readonly<
  Record<string, (platform: Platform) => Promise<readonly [words: object, ...RegExp[]]>>
> = {
  'stream-behind': async (platform) => {
    platform.broken.add('publisher');
    await platform.post('/orders', anOrderRequest());
    return [{}, CAUSE, /"eventId"/];
  },
  'function-failing': async (platform) => {
    platform.breakEverything();
    await platform.request('/orders', { headers: { 'x-correlation-id': 'correlation-1' } });
    return [{ FUNCTION: 'order-lister', CORRELATION_ID: 'correlation-1' }, CAUSE];
  },
  'function-slow': async (platform) => {
    const { body } = await platform.post('/orders', anOrderRequest());
    await platform.request(`/orders/${String(body.orderId)}`);
    const ofOrder = new RegExp(`"orderId":"${String(body.orderId)}".*"durationMs":\\d`);
    return [{ FUNCTION: 'order-reader' }, ofOrder];
  },
  'orders-stuck': async (platform) => {
    platform.broken.add('orders.save');
    const { body } = await platform.post('/orders', anOrderRequest());
    platform.time.ahead = 20 * 60_000;
    platform.invoke('order-sweeper', {});
    const orderId = String(body.orderId);
    return [
      { ORDER_ID: orderId },
      CAUSE,
      new RegExp(`"orderId":"${orderId}".*"stuck order found"`),
    ];
  },
  'approval-failures': async (platform) => {
    platform.breakEverything();
    const { orderId } = aPlacing().order;
    const task = { orderId, correlationId: 'c', taskToken: 't', secondsLeft: 60, reminder: false };
    platform.invoke('approval-requester', task);
    return [{ ORDER_ID: orderId }, CAUSE];
  },
  'schedule-silent': async (platform) => {
    platform.breakEverything();
    platform.invoke('order-sweeper', {});
    return [{}, CAUSE];
  },
  'store-errors': async (platform) => {
    platform.breakEverything();
    await platform.post('/orders', anOrderRequest());
    return [{}, CAUSE];
  },
  'stock-full': async (platform) => {
    platform.broken.add('inventory.reserve');
    await platform.post('/orders', anOrderRequest());
    return [{}, CAUSE];
  },
  'api-errors': async (platform) => {
    platform.breakEverything();
    await platform.post('/orders', anOrderRequest());
    return [{ FUNCTION: 'order-creator' }, CAUSE, /"statusCode":500/];
  },
  'api-slow': async (platform) => {
    await platform.post('/orders', anOrderRequest());
    return [{ FUNCTION: 'order-creator' }, /"coldStart":(true|false).*"durationMs":\d/];
  },
};

/** What these are about, only an account has. */
const OF_AN_ACCOUNT = ['function-throttled', 'rollout'];

/** These have a test for each of their queues. */
const OF_QUEUES = ['dead-letters', 'old-messages'];

describe('the runbook on alarms', () => {
  it('has commands for each, and a test that types them', () => {
    expect([...Object.keys(SOUNDS), ...OF_AN_ACCOUNT, ...OF_QUEUES].sort()).toEqual(
      [...ALARMS].sort(),
    );
    for (const alarm of ALARMS) {
      const commands = commandsOf(howToLook(sectionOf(alarm)));
      expect(commands.length).toBeGreaterThan(0);
      expect(commands.every(({ needsAccount }) => needsAccount)).toBe(
        OF_AN_ACCOUNT.includes(alarm),
      );
    }
  });

  it.each(Object.entries(SOUNDS))('shows the cause of %s', async (alarm, sound) => {
    const platform = await aPlatform();

    const [words, ...expected] = await sound(platform);

    const fill = Object.fromEntries(Object.entries(words).map(([k, v]) => [k, String(v)]));
    expect(
      await platform.missing(localCommandsOf(howToLook(sectionOf(alarm))), fill, ...expected),
    ).toEqual([]);
  });

  it('traces an id through the log of every function', () => {
    const names = /for name in ([^;]+);/.exec(DEFINITIONS)?.[1] ?? '';

    expect(names.split(/[\s\\]+/)).toEqual(expect.arrayContaining([...FUNCTION_NAMES]));
  });
});

describe('the runbook on troubles', () => {
  it('shows why an order is not processed', async () => {
    const data = await mkdtemp(join(tmpdir(), 'snacks-'));
    closing.push(async () => rm(data, { recursive: true }));
    const rules = { paymentRules: [{ when: {}, reaction: 'time out' as const }] };
    const platform = await aPlatform(rules, data);
    const { body } = await platform.post('/orders', anOrderRequest());

    const walk = sectionOf('Order not processing').split(/^Nothing has to be done/m)[0] ?? '';
    expect(
      await platform.missing(
        localCommandsOf(walk),
        { ORDER_ID: String(body.orderId) },
        /^\{"status":"PROCESSING"/m,
        /"events relayed"/,
        /:order-processing-dlq","ApproximateNumberOfMessages":"1"/,
        /"code":"PAYMENT_TIMED_OUT"/,
      ),
    ).toEqual([]);
  });

  it('shows why many requests fail', async () => {
    const platform = await aPlatform();
    platform.breakEverything();
    await platform.post('/orders', anOrderRequest());

    expect(
      await platform.missing(localCommandsOf(sectionOf('High error rate')), {}, CAUSE),
    ).toEqual([]);
  });

  it('shows a dead letter, with its event and its tries', async () => {
    const { platform, missing } = await aPlatform();
    const [look] = commandsOf(sectionOf('Read and replay a dead-letter queue'));
    platform.queue('order-processing-dlq').send(aMessageFor('order-processing'));

    expect(
      await missing(
        look?.script ?? '',
        {},
        /"ApproximateNumberOfMessages":"1"/,
        /"tries":"1"/,
        /orderId/,
      ),
    ).toEqual([]);
  });

  it('replays a dead letter once the cause is mended', async () => {
    const { broken, platform, post, readUntil, shell } = await aPlatform();
    broken.add('orders.save');
    const { body } = await post('/orders', anOrderRequest());
    const [look, replay] = commandsOf(sectionOf('Read and replay a dead-letter queue'));
    const url = /^URL=.*$/m.exec(look?.script ?? '')?.[0];
    const dlq = platform.queue('order-processing-dlq');
    await readUntil('/local/queues', () => dlq.depth.visible === 1);
    broken.clear();

    await shell.run(`${url}\n${replay?.script}`);

    const path = `/orders/${String(body.orderId)}`;
    await readUntil(path, ({ status }) => status === 'PROCESSED');
    expect(dlq.depth.visible).toBe(0);
  });
});
