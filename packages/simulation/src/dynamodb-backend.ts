import { once } from 'node:events';
import type { Server } from 'node:http';
import { promisify } from 'node:util';
import { openDynamoDbStores } from '@snacks/handlers/dynamodb';
import { StreamedOrderRepository } from '@snacks/local';
import dynalite from 'dynalite';

import { RealTimeEngine } from './engine.js';
import { SILENT, type Backend } from './system.js';

/** A backend that has to be closed. */
export interface OpenBackend extends Backend {
  readonly close: () => Promise<void>;
}

/**
 * The DynamoDB adapters on dynalite, which answers on 127.0.0.1 only. All schedules share its tables,
 * so a seed can be run once: its orders are there afterwards.
 */
export async function openDynamoDbBackend(): Promise<OpenBackend> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${portOf(server)}`;
  const { orders, ...others } = await openDynamoDbStores({ endpoint, logger: SILENT });
  return {
    engine: new RealTimeEngine(),
    openStore: (clock) => {
      const streamed = new StreamedOrderRepository(orders, clock);
      return { orders: streamed, changes: streamed.changes, ...others };
    },
    close: async () => {
      server.closeAllConnections();
      await promisify(server.close.bind(server))();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
