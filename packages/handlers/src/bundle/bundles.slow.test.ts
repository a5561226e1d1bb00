import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';

import { startAwsServices, type AwsServices, type ServiceCall } from '../../test/aws-services.js';
import { DeployedFunctions, NODE, stackEnvironment } from '../../test/deployed-functions.js';
import { fixture } from '../../test/events.js';
import { liveThrough } from '../../test/order-lives.js';
import { bundleOf } from './build/bundle-of.js';
import {
  environmentOf,
  FUNCTION_NAMES,
  topology,
  type FunctionName,
} from '../topology/topology.js';

let services: AwsServices;
let functions: DeployedFunctions;
let lives: Awaited<ReturnType<typeof liveThrough>>;

beforeAll(async () => {
  services = await startAwsServices();
  functions = new DeployedFunctions(services.endpoints);
  lives = await liveThrough(services, functions);
});

afterAll(async () => {
  await functions.stop();
  await services.stop();
});

/** The resource of a call, as the topology names it. */
function resourceOf({ action, table, index, input }: ServiceCall): string {
  if (action.startsWith('events:')) return 'bus';
  if (action.startsWith('states:')) {
    return input.executionArn === undefined ? 'approval-workflow' : 'approval-workflow/executions';
  }
  if (action.startsWith('sns:')) {
    const topics = Object.entries(topology.topics);
    return `topic/${topics.find(([, { name }]) => String(input.TopicArn).endsWith(`:${name}`))?.[0]}`;
  }
  if (action.startsWith('logs:')) return 'log-groups';
  if (action.startsWith('cloudwatch:')) return 'metrics';
  if (action.startsWith('sqs:')) {
    const { QueueUrl, QueueName, SourceArn } = input;
    return `queue:${String(QueueUrl ?? QueueName ?? SourceArn)
      .split(/[:/]/)
      .at(-1)}`;
  }
  const tables = Object.entries(topology.tables);
  const resource = tables.find(([, { name }]) => name === table)?.[0] ?? table;
  return index === '' ? resource : `${resource}/${index}`;
}

function callsOf(name: FunctionName): readonly string[] {
  const own = services.calls.filter(({ caller }) => caller === name);
  return [...new Set(own.map((call) => `${call.action} on ${resourceOf(call)}`))].sort();
}

function permittedCallsOf(name: FunctionName): readonly string[] {
  return Object.entries(topology.functions[name].permissions)
    .flatMap(([action, resources = []]) => resources.map((resource) => `${action} on ${resource}`))
    .sort();
}

/** The source files of a bundle, from its source map. */
function filesIn(name: FunctionName): readonly string[] {
  const map: unknown = JSON.parse(readFileSync(join(bundleOf(name), 'index.mjs.map'), 'utf8'));
  if (!isFields(map) || !Array.isArray(map.sources)) throw new Error('Not a source map.');
  return map.sources.map(String);
}

/** The distinct matches of the pattern's group in the file names of a bundle. */
function matchesIn(name: FunctionName, pattern: RegExp): readonly string[] {
  return [...new Set(filesIn(name).flatMap((file) => pattern.exec(file)?.[1] ?? []))].sort();
}

describe(`the bundles, as Lambda runs them on Node ${NODE.version}`, () => {
  it('carry an order from NEW to PROCESSED', () => {
    const { orderId, placed, envelopes, processed, read } = lives;

    expect(placed).toMatchObject({ statusCode: 201, body: { status: 'NEW' } });
    expect(envelopes).toEqual([
      {
        source: 'serverless.snacks',
        'detail-type': 'Order Created',
        detail: expect.objectContaining({
          orderId,
          status: 'NEW',
          totalAmount: 9.97,
          metadata: expect.objectContaining({ eventId: `${orderId}:1:0` }),
        }),
      },
    ]);
    expect(processed).toEqual({ batchItemFailures: [] });
    expect(read).toMatchObject({ statusCode: 200, body: { orderId, status: 'PROCESSED' } });
  });

  it('move an event that the bus permanently refuses to the dead-letter queue', () => {
    const { orderId, relayed, letter } = lives.refusedEvent;

    expect(relayed).toEqual({ batchItemFailures: [] });
    expect(letter).toEqual({
      source: 'serverless.snacks',
      'detail-type': 'Order Created',
      detail: expect.objectContaining({ orderId, status: 'NEW' }),
      refusal: { code: 'MalformedDetail' },
    });
  });

  it('sell the stock of an order, capture its payment, notify the customer, and set its expiry', () => {
    const { orderId, stock, payment, notified } = lives;
    const expiring = services.calls.flatMap(({ caller, action, table, input }) =>
      caller === 'order-processor' && action === 'dynamodb:UpdateItem' && table === 'Orders'
        ? [JSON.stringify(input)]
        : [],
    );

    expect(stock).toEqual({ available: 8, reserved: 0, sold: 2 });
    expect(payment).toMatchObject({ state: 'captured', amount: 997 });
    expect(notified.join()).toContain(`${orderId}:3:0`);
    expect(notified).toHaveLength(2);
    expect(expiring.some((input) => input.includes(':expiresAt'))).toBe(true);
  });

  it('return the order when it is placed again', () => {
    const { orderId, repeated } = lives;

    expect(repeated).toMatchObject({ statusCode: 200, body: { orderId, status: 'PROCESSED' } });
  });

  it('cancel a new order, but not a processed one', () => {
    const { cancelled, refused } = lives;

    expect(cancelled).toMatchObject({ statusCode: 200, body: { status: 'CANCELLED' } });
    expect(refused).toMatchObject({ statusCode: 409, body: { code: 'ORDER_CONFLICT' } });
  });

  it('list orders by state and by customer', () => {
    const { orderId, ofStatus, ofCustomer } = lives;

    expect(ofStatus).toMatchObject({ statusCode: 200, body: { orders: [{ orderId }] } });
    expect(ofCustomer).toMatchObject({ statusCode: 200, body: { orders: [] } });
  });

  it('update an order, decide on it, and return its timeline', () => {
    expect(lives.decided).toMatchObject({ statusCode: 200, body: { status: 'APPROVED' } });
    expect(lives.timeline).toMatchObject({
      statusCode: 200,
      body: { timeline: [{ command: 'place' }, { command: 'update' }, { command: 'approve' }] },
    });
  });

  it('accept external events, place submitted orders and record all other events, each once', () => {
    expect(lives.accepted).toMatchObject({ statusCode: 202 });
    expect(lives.recorded).toEqual({ batchItemFailures: [] });
  });

  it('puts a snack on sale, and lists it', () => {
    expect(lives.put).toMatchObject({ statusCode: 201, body: { name: 'Crisps', price: 2.5 } });
    expect(lives.snacks).toMatchObject({
      statusCode: 200,
      body: { snacks: [{ name: 'Crisps', price: 2.5 }] },
    });
  });

  it('show an order to an operator, redrive a message and set a stock', () => {
    const { view, redriven, row, actions } = lives.operated;

    expect(view).toMatchObject({
      statusCode: 200,
      body: { summary: { status: 'PROCESSED' }, missing: [] },
    });
    expect(redriven).toMatchObject({ statusCode: 200, body: { redriven: 1, failed: [] } });
    expect(row).toMatchObject({ statusCode: 200, body: { name: 'Nuts', available: 7 } });
    expect(actions.body.items).toContainEqual(
      expect.objectContaining({ action: 'set stock', outcome: 'done: no record to 7 available' }),
    );
  });

  it('publish the events of a stuck order again', () => {
    expect(lives.swept).toMatchObject({ stuck: { NEW: 1 }, due: 1, republished: 1 });
  });

  it('run the functions of the approval workflow', () => {
    const complete = { batchItemFailures: [] };

    expect(lives.approval).toEqual({
      resumed: complete,
      requested: { outcome: 'asked' },
      closed: complete,
      late: { outcome: 'not waiting' },
      expired: { outcome: 'REJECTED' },
    });
  });

  it.each([
    ['order-metrics', { OrdersPlaced: 1 }],
    ['order-sweeper', { OrdersStuck: 1, status: 'NEW' }],
  ] as const)('of %s writes metrics to its log', (name, metric) => {
    const written = functions.linesOf(name).map((line): unknown => JSON.parse(line));

    expect(written).toContainEqual(
      expect.objectContaining({ ...metric, stage: 'test', _aws: expect.anything() }),
    );
  });

  it.each([
    ['order-creator', 'api-gateway-v2', { statusCode: 201 }],
    ['order-relay', 'dynamodb-stream', { batchItemFailures: [] }],
    ['order-processor', 'sqs', { batchItemFailures: [] }],
    ['order-metrics', 'eventbridge', null],
    ['order-sweeper', 'scheduled', {}],
  ] as const)('of %s handles an event of %s as AWS sends it', async (name, event, response) => {
    const { ok, body } = await functions.invoke(name, fixture(event));

    expect({ ok, body }).toMatchObject({ ok: true, body: response });
  });

  it.each(FUNCTION_NAMES)('of %s makes exactly the calls that its permissions allow', (name) => {
    expect(callsOf(name)).toEqual(permittedCallsOf(name));
  });

  it.each([
    ['order-creator', ['dynamodb']],
    ['order-reader', ['dynamodb']],
    ['order-lister', ['dynamodb']],
    ['order-canceller', ['dynamodb']],
    ['order-updater', ['dynamodb']],
    ['order-approver', ['dynamodb']],
    ['order-timeline', ['dynamodb']],
    ['event-ingestion', ['sqs']],
    ['event-recorder', ['dynamodb', 'eventbridge']],
    ['operations-reader', ['cloudwatch', 'cloudwatch-logs', 'dynamodb', 'sfn', 'sqs']],
    ['operations-actor', ['dynamodb', 'sqs']],
    ['order-relay', ['eventbridge', 'sqs']],
    ['order-processor', ['dynamodb', 'sns']],
    ['order-sweeper', ['dynamodb', 'eventbridge']],
    ['order-metrics', []],
    ['order-notifier', ['dynamodb', 'sns']],
    ['approval-starter', ['dynamodb', 'sfn']],
    ['approval-requester', ['dynamodb', 'sfn', 'sns']],
    ['approval-expirer', ['dynamodb']],
    ['approval-closer', ['dynamodb', 'sfn']],
  ] as const)('of %s has only the clients %j', (name, clients) => {
    expect(matchesIn(name, /@aws-sdk\/client-([\w-]+)\//)).toEqual(clients);
  });

  it.each(FUNCTION_NAMES)('of %s includes the licence of each of its packages', (name) => {
    const licences = readFileSync(join(bundleOf(name), 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    // class-validator's own source map places its files in `node_modules/src`.
    const packages = matchesIn(name, /.*node_modules\/(?!src\/)((?:@[^/]+\/)?[^/]+)\//);

    expect(packages).toContain('pino');
    expect(packages.filter((one) => !licences.includes(`${one} `))).toEqual([]);
  });

  it.each(FUNCTION_NAMES)('of %s has a source map that leads to its source', (name) => {
    expect(filesIn(name)).toContain(`../../src/functions/${name}/handler.ts`);
  });

  it.each(FUNCTION_NAMES)('of %s logs JSON lines with the function and the request id', (name) => {
    const lines = functions.linesOf(name).map((line): unknown => JSON.parse(line));
    const logged = lines.filter((line) => isFields(line) && !('_aws' in line));

    expect(logged).not.toEqual([]);
    for (const line of logged) {
      expect(line).toMatchObject({
        service: name,
        requestId: expect.any(String),
        level: expect.any(String),
      });
    }
  });

  it('of order-relay fails with UnsupportedEventError on another kind of event', async () => {
    const { ok, body } = await functions.invoke('order-relay', fixture('scheduled'));

    expect({ ok, body }).toMatchObject({ ok: false, body: { errorType: 'UnsupportedEventError' } });
  });

  it.each(FUNCTION_NAMES)('of %s does not start without its environment', async (name) => {
    const variables = environmentOf(name).join(' and ');

    await expect(functions.start(name, {})).rejects.toThrow(
      `The function did not start: ${name} needs ${variables} in its environment.`,
    );
  });

  it('of order-creator does not start without credentials, and names their variables', async () => {
    const environment = {
      ...stackEnvironment('order-creator'),
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    };

    await expect(functions.start('order-creator', environment)).rejects.toThrow(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have to be in the environment',
    );
  });
});
