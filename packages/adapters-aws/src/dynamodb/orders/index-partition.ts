import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OrderStatus } from '@snacks/domain';
import type { Document } from '../document-client.js';
import type { ORDERS_TABLE } from '../../tables.js';

/** An index of the orders table. */
export type OrdersIndex = (typeof ORDERS_TABLE.indexes)[keyof typeof ORDERS_TABLE.indexes];

/** The part of an index to read. */
export interface PartitionQuery {
  readonly tableName: string;
  readonly index: OrdersIndex;
  /** The value of the index's partition key. */
  readonly partition: string;
  /** The exclusive upper bound of the sort keys. */
  readonly before: string;
  /** Returns only orders in this state. DynamoDB still reads, and charges for, the others. */
  readonly status?: OrderStatus;
}

/** An entry of an index. */
export interface IndexEntry {
  readonly sortKey: string;
  readonly item: Document;
}

/**
 * Reads one partition of an index in portions, newest entry first.
 *
 * Each portion continues with a condition on the sort key, not with DynamoDB's own continuation key.
 * So concurrent writes neither repeat nor hide an entry.
 */
export class IndexPartition {
  private entries: readonly IndexEntry[] = [];
  private before: string;
  private ended = false;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly query: PartitionQuery,
  ) {
    this.before = query.before;
  }

  /** The number of entries that were read and not taken. */
  get buffered(): number {
    return this.entries.length;
  }

  /** All entries that are still to be read sort before this key. */
  get readUpTo(): string {
    return this.before;
  }

  /** Whether the whole partition has been read. */
  get exhausted(): boolean {
    return this.ended;
  }

  /** The newest entry that was read and not taken. */
  get head(): IndexEntry | undefined {
    return this.entries[0];
  }

  /** Removes the newest entry. */
  take(): void {
    this.entries = this.entries.slice(1);
  }

  /** Reads the next portion, and returns the number of entries that DynamoDB scanned, at most `limit`. */
  async read(limit: number): Promise<number> {
    const { tableName, index, partition, status } = this.query;
    const response = await this.client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index.name,
        KeyConditionExpression: '#partition = :partition AND #sort < :before',
        ...(status !== undefined && { FilterExpression: '#status = :status' }),
        ExpressionAttributeNames: {
          '#partition': index.partitionKey,
          '#sort': index.sortKey,
          ...(status !== undefined && { '#status': 'status' }),
        },
        ExpressionAttributeValues: {
          ':partition': partition,
          ':before': this.before,
          ...(status !== undefined && { ':status': status }),
        },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    const read = (response.Items ?? []).map((item: Document) => ({
      sortKey: textOf(item[index.sortKey]) ?? '',
      item,
    }));
    this.entries = [...this.entries, ...read];
    const last = textOf(response.LastEvaluatedKey?.[index.sortKey]);
    this.ended = last === undefined;
    this.before = last ?? '';
    return response.ScannedCount ?? read.length;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
