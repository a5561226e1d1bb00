import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ORDERS_TABLE } from '../../tables.js';

/** An index of the orders table. */
export type OrdersIndex = (typeof ORDERS_TABLE.indexes)[keyof typeof ORDERS_TABLE.indexes];

/** A sort key of the indexes: `2026-11-21T09:30:00.000Z#…`. */
export type SortKey = string;

/** The part of an index to read. */
export interface PartitionQuery {
  readonly tableName: string;
  readonly index: OrdersIndex;
  /** The value of the index's partition key. */
  readonly partition: string;
  /** Whether the oldest entry comes first. */
  readonly oldestFirst: boolean;
  /** The exclusive lower bound of the sort keys, for the oldest first. Newest first reads to the oldest. */
  readonly above: SortKey;
  /** The exclusive upper bound of the sort keys; for the oldest first, a text that is no sort key. */
  readonly below: SortKey;
}

/**
 * Reads the sort keys of one partition of an index in portions, newest or oldest first.
 *
 * Each portion continues with a condition on the sort key, not with DynamoDB's own continuation key.
 * So concurrent writes neither repeat nor hide an entry.
 */
export class IndexPartition {
  private keys: readonly SortKey[] = [];
  private above: SortKey;
  private below: SortKey;
  private ended: boolean;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly query: PartitionQuery,
  ) {
    this.above = query.above;
    this.below = query.below;
    // DynamoDB refuses an empty range.
    this.ended = query.oldestFirst && justAbove(query.above) > query.below;
  }

  /** The number of keys that were read and not taken. */
  get buffered(): number {
    return this.keys.length;
  }

  /** Whether the whole partition has been read. */
  get exhausted(): boolean {
    return this.ended;
  }

  /** The first key that was read and not taken. */
  get head(): SortKey | undefined {
    return this.keys[0];
  }

  /** Removes the first key. */
  take(): void {
    this.keys = this.keys.slice(1);
  }

  /** Reads the next keys, at most `limit`. */
  async read(limit: number): Promise<void> {
    const { tableName, index, partition, oldestFirst } = this.query;
    const range = oldestFirst ? '#sort BETWEEN :first AND :below' : '#sort < :below';
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index.name,
        KeyConditionExpression: `#partition = :partition AND ${range}`,
        ExpressionAttributeNames: { '#partition': index.partitionKey, '#sort': index.sortKey },
        ExpressionAttributeValues: {
          ':partition': partition,
          ':below': this.below,
          ...(oldestFirst && { ':first': justAbove(this.above) }),
        },
        ScanIndexForward: oldestFirst,
        Limit: limit,
      }),
    );
    const read = Items.map((item) => String(item[index.sortKey]));
    const last = read.at(-1);
    this.keys = [...this.keys, ...read];
    this.ended = LastEvaluatedKey === undefined || last === undefined;
    if (last === undefined) return;
    if (oldestFirst) this.above = last;
    else this.below = last;
  }
}

/** The lowest text above a sort key: all sort keys of one time have the same length. */
function justAbove(key: SortKey): SortKey {
  return `${key} `;
}
