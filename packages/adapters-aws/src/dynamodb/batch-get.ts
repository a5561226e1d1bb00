import { setTimeout } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Document } from './document-client.js';

/** DynamoDB's limit for one request. */
const MAX_KEYS = 100;

/** How often the items that DynamoDB left out for lack of capacity are requested again. */
const MAX_ATTEMPTS = 8;

/** The wait before the second attempt, in milliseconds. It doubles with each further one. */
const FIRST_WAIT = 20;

/** The items to read. */
export interface BatchGet {
  readonly tableName: string;
  /** The primary keys, all different. */
  readonly keys: readonly Readonly<Record<string, string>>[];
  /** Whether the read sees every write that was acknowledged before it. It costs twice as much. */
  readonly consistent: boolean;
}

/** DynamoDB had no capacity for a part of a read, in every attempt. */
export class ReadThrottledError extends Error {
  readonly code = 'READ_THROTTLED';
  override readonly name = 'ReadThrottledError';

  constructor(tableName: string, left: number) {
    super(`DynamoDB did not return ${left} items of ${tableName} for lack of capacity. Try again.`);
  }
}

/** Reads many items by their keys, in any order; missing ones are left out. */
export async function batchGet(
  client: DynamoDBDocumentClient,
  { tableName, keys, consistent }: BatchGet,
): Promise<readonly Document[]> {
  const requests = Array.from({ length: Math.ceil(keys.length / MAX_KEYS) }, async (_, n) =>
    readAll(client, {
      tableName,
      consistent,
      keys: keys.slice(n * MAX_KEYS, (n + 1) * MAX_KEYS),
    }),
  );
  return (await Promise.all(requests)).flat();
}

async function readAll(
  client: DynamoDBDocumentClient,
  { tableName, keys, consistent }: BatchGet,
): Promise<readonly Document[]> {
  const items: Document[] = [];
  let left: Document[] = keys.map((key) => ({ ...key }));
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > MAX_ATTEMPTS) throw new ReadThrottledError(tableName, left.length);
    if (attempt > 1) await setTimeout(FIRST_WAIT * 2 ** (attempt - 2));
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({
        RequestItems: { [tableName]: { Keys: left, ConsistentRead: consistent } },
      }),
    );
    items.push(...(Responses?.[tableName] ?? []));
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return items;
}
