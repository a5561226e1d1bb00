import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { toMilliseconds } from '@snacks/domain';
import { isExternalEvent } from '@snacks/domain/events';
import type { EventRecord, EventRecords } from '@snacks/domain/ports';
import { documentClient, type Document } from './document-client.js';

export interface DynamoDbEventRecordsOptions {
  readonly tableName: string;
  /** Days until DynamoDB may delete a record. @default 90 */
  readonly retentionDays?: number;
}

/** The item of an event is not a valid event record. */
export class StoredEventInvalidError extends Error {
  readonly code = 'STORED_EVENT_INVALID';
  override readonly name = 'StoredEventInvalidError';
}

const DAY = 86_400;

/** Keeps external events in a DynamoDB table, one item each. The payload is stored as JSON text. */
export class DynamoDbEventRecords implements EventRecords {
  private readonly client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbEventRecordsOptions,
  ) {
    this.client = documentClient(client);
  }

  async add(record: EventRecord): Promise<'added' | 'known'> {
    const { tableName, retentionDays = 90 } = this.options;
    const expiresAt = Math.ceil(toMilliseconds(record.receivedAt) / 1_000) + retentionDays * DAY;
    const item = { ...record, payload: JSON.stringify(record.payload), expiresAt };
    try {
      await this.client.send(
        new PutCommand({
          TableName: tableName,
          Item: item,
          ConditionExpression: 'attribute_not_exists(eventId)',
        }),
      );
      return 'added';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return 'known';
    }
  }

  /** @throws {StoredEventInvalidError} if the item is not one that {@link add} writes. */
  async find(eventId: string): Promise<EventRecord | undefined> {
    if (eventId === '') return undefined; // DynamoDB refuses an empty key
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.options.tableName,
        Key: { eventId },
        ConsistentRead: true,
      }),
    );
    if (Item === undefined) return undefined;
    const { expiresAt: _expiry, ...stored }: Document = Item;
    const record = { ...stored, payload: parse(stored.payload) };
    if (isExternalEvent(record)) return record;
    throw new StoredEventInvalidError(`The stored event ${eventId} cannot be read.`);
  }
}

function parse(payload: unknown): unknown {
  try {
    return JSON.parse(String(payload));
  } catch {
    return undefined; // the caller refuses it, because no payload is undefined
  }
}
