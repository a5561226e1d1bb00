import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import {
  FIELD_RULES,
  VersionConflictError,
  type Change,
  type NewOrder,
  type Order,
  type OrderId,
  type PendingApprovalOrder,
  type StoredOrderInvalidError,
} from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import {
  readEvents,
  type AddResult,
  type OrderPage,
  type OrderQuery,
  type OrderRepository,
} from '@snacks/domain/ports';
import { documentClient, toDocument, type Document } from '../document-client.js';
import { itemBytes, MAX_ITEM_BYTES } from '../item-size.js';
import { listOrders } from './list-orders.js';
import { fromTableItem, toTableItem } from './order-item.js';
import { OrderTooLargeError } from './order-too-large-error.js';
import { replaceAttributes } from '../replace-attributes.js';
import { STATUS_SHARDS } from '../../tables.js';

export interface DynamoDbOrderRepositoryOptions {
  readonly tableName: string;
  /**
   * Days after its last change at which DynamoDB may delete a terminal order, with its idempotency key.
   * DynamoDB takes up to two days more.
   * @default terminal orders are kept for ever
   */
  readonly retentionDays?: number;
  /**
   * The number of shards of each group in the index by status. It can be raised while orders are written: an
   * order moves to its new shard with its next change, and is listed in either. A lower number hides the
   * orders of the removed shards from listings until they are written again.
   * @default STATUS_SHARDS
   */
  readonly statusShards?: number;
  /**
   * Called for each item in a listing that is not a valid order, for example after a manual edit. The
   * listing leaves the item out, so that it does not hide the orders after it.
   * @default the listing throws the error
   */
  readonly onUnreadable?: (error: StoredOrderInvalidError) => void;
}

/** A hash as long as the one that a `save` keeps in the item, to compute the item's size. */
const STORED_HASH = '0'.repeat(64);

/** Enough that no two calls have the same id. */
const WRITE_ID_BYTES = 12;

/**
 * Keeps orders in a DynamoDB table that `ORDERS_TABLE` describes: one item each, with the events of its
 * latest change, written by one conditional write.
 *
 * - If the response of a write is lost, the client sends it again. The repository recognises the call's
 *   own write, so the call succeeds.
 * - A listing is eventually consistent. A page ends after reading `READ_PER_PAGE` orders, with a `next` even
 *   if no order follows.
 *
 * Throws the errors of the port, and also `OrderTooLargeError` before a write, `ReadThrottledError` by a
 * listing, `StoredOrderInvalidError` if an item is not a valid order, and the client's errors.
 */
export class DynamoDbOrderRepository implements OrderRepository {
  private readonly client: DynamoDBDocumentClient;
  private readonly statusShards: number;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbOrderRepositoryOptions,
  ) {
    this.client = documentClient(client);
    this.statusShards = options.statusShards ?? STATUS_SHARDS;
  }

  async add(
    change: Change<NewOrder | PendingApprovalOrder>,
    requestHash: string,
  ): Promise<AddResult> {
    const { orderId } = change.order;
    const { item, writeId } = this.tableItem(change, requestHash);
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.options.tableName,
          Item: item,
          ConditionExpression: 'attribute_not_exists(orderId)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { added: true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // Some engines do not return the stored item.
      const known = toDocument(error.Item) ?? (await this.read(orderId));
      if (known === undefined) throw error; // it has just expired; a retry is safe
      if (known.writeId === writeId) return { added: true };
      const stored = fromTableItem(known);
      return { added: false, order: stored.order, requestHash: stored.requestHash };
    }
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    const item = await this.read(orderId);
    return item && fromTableItem(item).order;
  }

  async save(change: Change): Promise<void> {
    const { orderId, version } = change.order;
    const { item, writeId } = this.tableItem(change, STORED_HASH);
    const { names, values, expression } = replaceAttributes(item);
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.options.tableName,
          Key: { orderId },
          UpdateExpression: expression,
          ConditionExpression: '#version = :previousVersion',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ...values, ':previousVersion': version - 1 },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (await this.hasWritten(orderId, writeId, error)) return;
      throw new VersionConflictError(orderId, version);
    }
  }

  async list(query: OrderQuery): Promise<OrderPage> {
    const { client, statusShards } = this;
    const { tableName, onUnreadable } = this.options;
    return listOrders({ client, tableName, statusShards, onUnreadable }, query);
  }

  async lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]> {
    const item = await this.read(orderId);
    return item === undefined ? [] : readEvents(item);
  }

  /** Returns the item to write, and the id by which this call recognises its own write. */
  private tableItem(change: Change, requestHash: string) {
    const writeId = randomBytes(WRITE_ID_BYTES).toString('base64url');
    const { statusShards } = this;
    const { retentionDays } = this.options;
    const item = toTableItem({ ...change, requestHash }, { writeId, retentionDays, statusShards });
    const bytes = itemBytes(item);
    if (bytes > MAX_ITEM_BYTES) {
      throw new OrderTooLargeError(change.order.orderId, bytes, MAX_ITEM_BYTES);
    }
    return { item, writeId };
  }

  /** Returns whether an earlier attempt of the refused write took effect. */
  private async hasWritten(
    orderId: OrderId,
    writeId: string,
    { Item, $metadata }: ConditionalCheckFailedException,
  ): Promise<boolean> {
    if (($metadata.attempts ?? 1) === 1) return false;
    const stored = toDocument(Item) ?? (await this.read(orderId));
    return stored?.writeId === writeId;
  }

  /** Reads the item; `undefined` if there is none. */
  private async read(orderId: OrderId): Promise<Document | undefined> {
    // No order has such an id, and DynamoDB refuses an empty or too long key.
    if (!FIELD_RULES.orderId.accepts(orderId)) return undefined;
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.options.tableName,
        Key: { orderId },
        ConsistentRead: true,
      }),
    );
    return Item;
  }
}
