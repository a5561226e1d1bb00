import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { anEventRecord, aPlacing, anOrderRequest } from '@snacks/domain/testing';
import { QUEUE_NAMES, topology } from '@snacks/handlers';

import { breakablePlatforms, CAUSE, OutOfReachError } from '../../test/breakable-platform.js';
import { commandsOf, howToLook, localCommandsOf, rowsOf, sectionOf } from '../../test/runbook.js';

const aPlatform = breakablePlatforms();
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** Returns a message as its sender puts it into a queue: the bus, or event ingestion. */
function aMessageFor(queue: string): string {
  if (queue === 'event-ingestion') return JSON.stringify(anEventRecord());
  const [event] = aPlacing({ priority: queue.startsWith('approval') ? 'high' : 'medium' }).events;
  const envelope = {
    source: 'serverless.snacks',
    'detail-type': event?.type,
    detail: event?.detail,
  };
  // order-metrics calls nothing that can fail. It fails on an unknown type of event.
  return JSON.stringify(
    queue === 'order-metrics' ? { ...envelope, 'detail-type': 'Order Unknown' } : envelope,
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

    const queueName = source === undefined ? [] : [new RegExp(`"deadLetterQueue":"${queue}"`)];
    const fill = { FUNCTION: name, WORDS: words, CORRELATION_ID: correlationId };
    expect(await platform.missing(look?.script ?? '', fill, causeOf(queue), ...queueName)).toEqual(
      [],
    );
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

  it('shows why the bus could not deliver an event to a queue', async () => {
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

  it('has an entry for every queue that a function consumes, and for no other', () => {
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

describe('the runbook on problems', () => {
  it('shows why an order is not processed', async () => {
    const data = await mkdtemp(join(tmpdir(), 'snacks-'));
    folders.push(data);
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

  it('shows a dead letter with its event and its receive count', async () => {
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

  it('redrives a dead letter after the cause is fixed', async () => {
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
