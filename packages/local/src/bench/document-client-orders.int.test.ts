import { once } from 'node:events';
import type { Server } from 'node:http';
import { promisify } from 'node:util';
import { afterEach, describe, it } from '@jest/globals';
import { orderRepositoryContract } from '@snacks/domain/testing';
import { PinoLogger, topology } from '@snacks/handlers';
import { dynamoDbClient, openDynamoDbStores } from '@snacks/handlers/dynamodb';
import dynalite from 'dynalite';

import { portOf } from '../server-port.js';
import { dynamoDbOrders } from './document-client-orders.js';

const logger = new PinoLogger({ service: 'test', level: 'silent' });
const engines: Server[] = [];

/** The endpoint of an engine with the tables of the topology, all empty. */
async function startEngine(): Promise<string> {
  const engine = dynalite({ createTableMs: 0 });
  engines.push(engine);
  engine.listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const endpoint = `http://127.0.0.1:${portOf(engine)}`;
  await openDynamoDbStores({ endpoint, logger });
  return endpoint;
}

afterEach(async () => {
  for (const engine of engines.splice(0)) {
    const closed = promisify(engine.close.bind(engine))();
    engine.closeAllConnections();
    await closed;
  }
});

describe('the orders that the benchmark keeps through the document client', () => {
  orderRepositoryContract({ describe, it }, async () => {
    const client = dynamoDbClient({
      endpoint: await startEngine(),
      region: 'local',
      credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    });
    return dynamoDbOrders(topology.tables.orders.name, logger, { client });
  });
});
