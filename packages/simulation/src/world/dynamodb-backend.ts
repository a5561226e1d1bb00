import { InMemoryCatalogue } from '@snacks/adapters-memory';
import { openDynamoDbStores, startDynalite, StreamedOrderRepository } from '@snacks/local';

import { RealTimeEngine } from './engine.js';
import { SILENT, type Backend } from './system.js';

/** A backend that the caller must close. */
export interface OpenBackend extends Backend {
  readonly close: () => Promise<void>;
}

/**
 * The DynamoDB adapters on dynalite. All runs share its tables, so each seed can run only once: its
 * orders stay in the tables.
 */
export async function openDynamoDbBackend(): Promise<OpenBackend> {
  const { address, close } = await startDynalite();
  const { orders, ...others } = await openDynamoDbStores({ ...address, logger: SILENT });
  return {
    engine: new RealTimeEngine(),
    openStore: (clock) => {
      const streamed = new StreamedOrderRepository(orders, clock);
      // All runs share the tables, and the catalogue is too small for the snacks of all of them.
      const catalogue = new InMemoryCatalogue();
      return { orders: streamed, changes: streamed.changes, ...others, catalogue };
    },
    close,
  };
}
