import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { OrderId } from '@snacks/domain';
import type { Clock, UnknownSnacks } from '@snacks/domain/ports';
import { QUEUE_NAMES, topology, type Logger } from '@snacks/handlers';
import { ClassicLevel } from 'classic-level';

import { makeIteratorsClosable } from './close-iterators.js';
import { startDynalite, type Engine } from './dynalite-engine.js';
import { assertReadable, EarlierStoreError } from './earlier-store.js';
import { openDynamoDbStores } from './dynamodb-stores.js';
import { engineClient, type EngineAddress } from '@snacks/adapters-aws/dynamodb';
import { removeHalfCreatedTable } from './half-created-table.js';
import { LevelMessageStore, type MessageStore } from './message-store.js';
import type { OrderStore } from './order-store.js';
import { repairIndexes } from './repair-indexes.js';
import { StreamedOrderRepository } from './streamed-order-repository.js';
import { unfinishedOrders } from './unfinished-orders.js';

/** A store that keeps its data in a folder. Close it to release the folder. */
export interface PersistentStore extends OrderStore {
  /** The address of the engine. Only this user can call it. */
  readonly address: Engine['address'];
  /** The orders that held stock or an authorised payment when the store was opened. */
  readonly unfinished: ReadonlySet<OrderId>;
  readonly messages: MessageStore;
  readonly close: () => Promise<void>;
}

/** The folder cannot be used for the orders. */
export class StoreFolderError extends Error {
  readonly code = 'STORE_FOLDER_UNUSABLE';
  override readonly name = 'StoreFolderError';
}

/**
 * Opens the DynamoDB adapters on dynalite, which runs in this process and keeps its data in a folder.
 *
 * @throws {StoreFolderError} if the folder cannot be created, another process uses it, an earlier version
 *   wrote it in another form, its files are damaged, or the disk is full.
 */
export async function openPersistentStore(
  folder: string,
  clock: Clock,
  logger: Logger,
  unknownSnacks: UnknownSnacks = 'unlimited',
): Promise<PersistentStore> {
  const path = resolve(folder);
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new StoreFolderError(
      `Could not create the folder ${path} for the orders: ${reasonOf(cause)}`,
      { cause },
    );
  }
  await prepare(path);
  const engine = await startEngine(path);
  const { address } = engine;
  const messages = await openMessages(path, logger).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await messages.close();
    await engine.close();
  };
  const { orders, stock, ledger, eventRecords, catalogue, actions } = await openDynamoDbStores({
    ...address,
    logger,
    unknownSnacks,
  });
  const unfinished = await repair(address).catch(async (cause: unknown) => {
    await close();
    if (!(cause instanceof EarlierStoreError)) throw cause;
    const message = `Could not resume the orders in ${path}. ${cause.message}`;
    throw new StoreFolderError(message, { cause });
  });
  const streamed = new StreamedOrderRepository(orders, clock);
  return {
    address,
    orders: streamed,
    catalogue,
    actions,
    changes: streamed.changes,
    stock,
    ledger,
    unfinished,
    messages,
    eventRecords,
    close,
  };
}

async function startEngine(path: string): Promise<Engine> {
  try {
    return await startDynalite(path);
  } catch (cause) {
    throw new StoreFolderError(
      `Could not create a socket in ${tmpdir()}. Set TMPDIR to a writable folder with a short path.`,
      { cause },
    );
  }
}

/**
 * Completes the writes that a killed process left half done. Returns the orders that hold stock or an
 * authorised payment.
 *
 * @throws {EarlierStoreError} if an earlier version wrote them in a form that this one cannot read.
 */
async function repair(address: EngineAddress): Promise<ReadonlySet<OrderId>> {
  const client = engineClient(address);
  const { name } = topology.tables.orders;
  await assertReadable(client, name);
  await repairIndexes(client, name);
  const unfinished = await unfinishedOrders(client);
  client.destroy();
  return unfinished;
}

/** Returns why the database does not open, and how to fix it. */
function reasonOf(error: unknown): string {
  const { cause = error } = error instanceof Error ? error : {};
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const words = cause instanceof Error ? cause.message : String(cause);
  if (code === 'LEVEL_LOCKED') return 'another platform is using that folder.';
  if (code === 'LEVEL_CORRUPTION') {
    return `their files are damaged (${words}). Restore a copy, or use another folder.`;
  }
  return /no space left/i.test(words)
    ? `the disk is full (${words}). Free some space.`
    : `${words}.`;
}

/** The folder of the messages, in that of the orders. LevelDB ignores folders in its own. */
const MESSAGES = 'messages';

async function openMessages(path: string, logger: Logger): Promise<LevelMessageStore> {
  const folder = join(path, MESSAGES);
  try {
    const messages = await LevelMessageStore.open({
      folder,
      onError: (error) =>
        logger.error('Could not store messages. The next change tries it again.', { error }),
    });
    warnOfOtherQueues(messages, logger);
    return messages;
  } catch (cause) {
    throw new StoreFolderError(`Could not open the messages in ${folder}: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** Messages whose queue has another name in this version stay in the folder. */
function warnOfOtherQueues({ restored }: MessageStore, logger: Logger): void {
  const known: readonly string[] = QUEUE_NAMES;
  const others = restored.map(({ queue }) => queue).filter((queue) => !known.includes(queue));
  if (others.length === 0) return;
  const queues = [...new Set(others)].join(', ');
  logger.warn(
    `${others.length} messages are not restored: this version has no queue ${queues}. Start the version that sent them on the folder.`,
  );
}

/**
 * Opens and closes the folder's database before dynalite opens it: dynalite would report an error
 * too late.
 */
async function prepare(path: string): Promise<void> {
  const database = new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  try {
    await database.open();
    await makeIteratorsClosable(database);
    for (const { name } of Object.values(topology.tables)) {
      await removeHalfCreatedTable(database, name);
    }
    await database.close();
  } catch (cause) {
    throw new StoreFolderError(
      `Could not open the orders in ${path}: ${reasonOf(cause)} Restore the folder from a copy, or name another one with --data.`,
      { cause },
    );
  }
}
