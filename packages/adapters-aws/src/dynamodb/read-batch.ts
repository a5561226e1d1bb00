import { setTimeout } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Document } from './document-client.js';
import { ReadThrottledError } from './read-throttled-error.js';

/** The maximum number of items that one request reads. */
export const MAX_BATCH = 100;

const MAX_ATTEMPTS = 5;
/** The maximum pause before the second attempt, in milliseconds. It doubles before each further one. */
const FIRST_PAUSE = 25;

/**
 * Reads at most {@link MAX_BATCH} items of a table, in no particular sequence. Items that do not exist are
 * left out. A strong read sees every write that was acknowledged before it, and costs twice as much as an
 * eventual one.
 *
 * DynamoDB leaves out items beyond its limits of throughput and of 16 MB for a response. They are requested
 * again, with exponential backoff and full jitter.
 *
 * @throws {ReadThrottledError} if some items are still missing after five requests.
 */
export async function readBatch(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Document[],
  consistency: 'strong' | 'eventual' = 'eventual',
): Promise<readonly Document[]> {
  const items: Document[] = [];
  let left = [...keys];
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === MAX_ATTEMPTS) throw new ReadThrottledError(tableName, left.length);
    if (attempt > 0) await setTimeout(Math.random() * FIRST_PAUSE * 2 ** (attempt - 1));
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({
        RequestItems: {
          [tableName]: { Keys: left, ConsistentRead: consistency === 'strong' },
        },
      }),
    );
    items.push(...(Responses?.[tableName] ?? []));
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return items;
}
