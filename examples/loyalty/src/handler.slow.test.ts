import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTable, DynamoDbOrderRepository, engineClient } from '@snacks/adapters-aws/dynamodb';
import { anEnvelopeOf, aPlacing } from '@snacks/domain/testing';
import { portOf } from '@snacks/local';
import { topology } from '@snacks/handlers';
import { BUNDLE_SETTINGS } from '@snacks/handlers/bundle-settings';
import { FunctionProcess, lambdaEnvironment, lambdaNode } from '@snacks/handlers/lambda-process';
import dynalite from 'dynalite';
import { build } from 'esbuild';

import { DynamoDbLoyaltyAccounts, LOYALTY_TABLE } from './dynamodb-loyalty-accounts.js';

const { orders, stock, payments } = topology.tables;
const TABLE = 'LoyaltyAccounts';

/** The variables that the stack and Lambda set for order-processor, without the one of the step. */
const ENVIRONMENT = {
  ...lambdaEnvironment('order-processor'),
  ...topology.parameters,
  ORDERS_TABLE_NAME: orders.name,
  STOCK_TABLE_NAME: stock.name,
  PAYMENTS_TABLE_NAME: payments.name,
  NOTIFICATIONS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:notifications',
  LOG_LEVEL: 'info',
};

const engine = dynalite({ createTableMs: 0 });
const topic = createServer((request, response) => {
  request.resume();
  response.setHeader('content-type', 'text/xml');
  response.end(
    '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
  );
});
const running: FunctionProcess[] = [];
let folder: string;

/** Starts a server on a free port of the loopback interface, and returns its endpoint. */
async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}`;
}

/** Starts the bundle as Lambda does. */
async function start(environment: Readonly<Record<string, string>>): Promise<FunctionProcess> {
  const options = { node: lambdaNode(), taskRoot: folder, environment, timeout: 30_000 };
  const started = await FunctionProcess.start(options);
  running.push(started);
  return started;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loyalty-'));
  const handler = fileURLToPath(new URL('handler.ts', import.meta.url));
  await build({ ...BUNDLE_SETTINGS, entryPoints: [handler], outfile: join(folder, 'index.mjs') });
});

afterAll(async () => {
  for (const one of running) await one.stop();
  for (const server of [engine, topic]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

describe('the bundle of order-processor with the loyalty step', () => {
  it('does not start without the table of the step, and names the variable', async () => {
    await expect(start(ENVIRONMENT)).rejects.toThrow(
      'order-processor needs LOYALTY_TABLE_NAME in its environment.',
    );
  });

  it('processes an order, and gives its customer the points', async () => {
    const endpoint = await listen(engine);
    const client = engineClient({ endpoint });
    for (const table of [orders, stock, payments]) await createTable(client, table.name, table);
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        ...LOYALTY_TABLE,
      }),
    );
    await waitUntilTableExists({ client, minDelay: 0.01, maxWaitTime: 30 }, { TableName: TABLE });
    const repository = new DynamoDbOrderRepository(client, { tableName: orders.name });
    const placing = aPlacing({ customerId: 'john' });
    await repository.add(placing, 'hash');
    const orderProcessor = await start({
      ...ENVIRONMENT,
      LOYALTY_TABLE_NAME: TABLE,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_SNS: await listen(topic),
    });

    const outcomes = [];
    for (const event of placing.events) {
      outcomes.push(await orderProcessor.invoke(anEnvelopeOf(event)));
    }

    expect(outcomes).toEqual([expect.objectContaining({ ok: true })]);
    expect(await repository.find(placing.order.orderId)).toMatchObject({
      status: 'PROCESSED',
      fulfilment: { stock: 'sold', payment: 'captured', loyalty: 'points confirmed' },
    });
    const accounts = new DynamoDbLoyaltyAccounts(client, { tableName: TABLE });
    expect(await accounts.balance('john')).toEqual({ earned: 9, reserved: 0 });
    client.destroy();
  });
});
