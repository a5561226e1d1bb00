import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Clock, OrderId, UnknownSnacks } from '@snacks/domain';
import { topology, type Logger } from '@snacks/handlers';
import { ClassicLevel } from 'classic-level';

import { startDynalite, type Engine } from './dynalite-engine.js';
import { openDynamoDbStores } from './dynamodb-stores.js';
import { engineClient, type EngineAddress } from './engine-client.js';
import { letReadsEnd } from './let-reads-end.js';
import type { OrderStore } from './order-store.js';
import { repairIndexes } from './repair-indexes.js';
import { StreamedOrderRepository } from './streamed-order-repository.js';
import { forgetUnfinishedTable } from './unfinished-table.js';
import { EarlierStoreError, unfinishedOrders } from './unfinished-orders.js';

/** A store that has to be closed: until then its folder is in use. */
export interface PersistentStore extends OrderStore {
  /** Of the engine, which this user alone can call. */
  readonly address: Engine['address'];
  /** The orders that held stock or an authorised payment when it was opened. */
  readonly unfinished: ReadonlySet<OrderId>;
  readonly close: () => Promise<void>;
}

/** The folder cannot hold the orders. */
export class StoreFolderError extends Error {
  readonly code = 'STORE_FOLDER_UNUSABLE';
  override readonly name = 'StoreFolderError';
}

/**
 * The DynamoDB adapter on dynalite, which runs in this process, returns nobody else, and keeps its
 * data in a folder.
 *
 * @throws {StoreFolderError} where the folder cannot be made, another process uses it, its files are
 *   damaged, or the disk is full.
 */
export async function openPersistentStore(
  folder: string,
  clock: Clock,
  logger: Logger,
  unknownSnacks: UnknownSnacks,
): Promise<PersistentStore> {
  const path = resolve(folder);
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new StoreFolderError(
      `${path} cannot be made a folder for the orders: ${reasonOf(cause)}`,
      { cause },
    );
  }
  await prepare(path);
  const { address, close } = await engineOn(path);
  const { orders, stock, ledger, eventRecords } = await openDynamoDbStores({
    ...address,
    logger,
    unknownSnacks,
  });
  const unfinished = await repair(address).catch(async (cause: unknown) => {
    await close();
    if (!(cause instanceof EarlierStoreError)) throw cause;
    const words = `The orders in ${path} cannot be taken up. ${cause.message}`;
    throw new StoreFolderError(words, { cause });
  });
  const streamed = new StreamedOrderRepository(orders, clock);
  return {
    address,
    orders: streamed,
    changes: streamed.changes,
    stock,
    ledger,
    unfinished,
    eventRecords,
    close,
  };
}

async function engineOn(path: string): Promise<Engine> {
  try {
    return await startDynalite(path);
  } catch (cause) {
    throw new StoreFolderError(
      `There can be no socket in ${tmpdir()}: have TMPDIR name a folder that can be written, by a short path.`,
      { cause },
    );
  }
}

/**
 * Ends the writes amid which an earlier process was killed, and returns the orders that it may have
 * left with their end not carried out.
 */
async function repair(address: EngineAddress): Promise<ReadonlySet<OrderId>> {
  const client = engineClient(address);
  await repairIndexes(client, topology.tables.orders.name);
  const unfinished = await unfinishedOrders(client);
  client.destroy();
  return unfinished;
}

/** Why the database does not open, and what can be done. */
function reasonOf(error: unknown): string {
  const { cause = error } = error instanceof Error ? error : {};
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const words = cause instanceof Error ? cause.message : String(cause);
  if (code === 'LEVEL_LOCKED') return 'is another platform running on that folder?';
  if (code === 'LEVEL_CORRUPTION') {
    return `their files are damaged (${words}). Put a copy back, or name another folder.`;
  }
  return /no space left/i.test(words) ? `the disk is full (${words}). Make room.` : `${words}.`;
}

/**
 * Opens the folder's database before dynalite does, which would tell of a failure too late, and
 * closes it again.
 */
async function prepare(path: string): Promise<void> {
  const database = new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  try {
    await database.open();
    await letReadsEnd(database);
    for (const { name } of Object.values(topology.tables)) {
      await forgetUnfinishedTable(database, name);
    }
    await database.close();
  } catch (cause) {
    throw new StoreFolderError(`The orders in ${path} cannot be opened: ${reasonOf(cause)}`, {
      cause,
    });
  }
}
