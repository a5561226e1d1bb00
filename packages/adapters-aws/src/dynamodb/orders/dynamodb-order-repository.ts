import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import {
  FIELD_RULES,
  fromItem,
  readEvents,
  VersionConflictError,
  type AddResult,
  type Change,
  type NewOrder,
  type Order,
  type OrderEvent,
  type OrderId,
  type OrderPage,
  type OrderQuery,
  type OrderRepository,
  type PendingApprovalOrder,
  type StoredOrderInvalidError,
} from '@snacks/domain';
import { documentClient, toDocument, type Document } from '../document-client.js';
import { itemBytes, MAX_ITEM_BYTES } from '../item-size.js';
import { listOrders } from './list-orders.js';
import { toTableItem } from './order-item.js';
import { OrderTooLargeError } from './order-too-large-error.js';
import { replaceAttributes } from '../replace-attributes.js';

/** Where orders are kept, and for how long. */
export interface DynamoDbOrderRepositoryOptions {
  readonly tableName: string;
  /**
   * Days after its last change on which DynamoDB may delete a terminal order; it takes up to two
   * days more. With the order goes the memory of its idempotency key.
   * @default terminal orders are kept for ever
   */
  readonly retentionDays?: number;
  /**
   * Hears of each item in a listing that is no order, such as one that was edited by hand. The
   * listing goes on without it, so that it does not hide the orders behind it.
   * @default such an item fails the listing
   */
  readonly onUnreadable?: (error: StoredOrderInvalidError) => void;
}

/** What a SHA-256 in hexadecimal digits takes, which a `save` leaves in the item. */
const STORED_HASH = 'x'.repeat(64);

/**
 * Orders in a DynamoDB table as `ORDERS_TABLE` describes it: one item each, with the events of its
 * latest change, written by one conditional write.
 *
 * - A write whose response was lost, and that the client therefore sent again, is recognised as the
 *   call's own and succeeds.
 * - A listing is eventually consistent. One by customer and state ends after `FILTERED_PER_PAGE`
 *   orders of the customer, with a `next` even if nothing more follows.
 *
 * Throws what the port names, and besides: `OrderTooLargeError` before the write,
 * `StoredOrderInvalidError` where an item is no order, and the client's errors as they are.
 */
export class DynamoDbOrderRepository implements OrderRepository {
  private readonly client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbOrderRepositoryOptions,
  ) {
    this.client = documentClient(client);
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
      // Not every engine returns with the stored item.
      const known = toDocument(error.Item) ?? (await this.read(orderId));
      if (known === undefined) throw error; // it expired in between: repeating is safe
      if (known.writeId === writeId) return { added: true };
      const stored = fromItem(known);
      return { added: false, order: stored.order, requestHash: stored.requestHash };
    }
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    const item = await this.read(orderId);
    return item && fromItem(item).order;
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
    const { tableName, onUnreadable } = this.options;
    return listOrders({ client: this.client, tableName, onUnreadable }, query);
  }

  async lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]> {
    const item = await this.read(orderId, 'events');
    return item === undefined ? [] : readEvents(orderId, item.events);
  }

  /** The item to write, and the mark by which this call knows it again. */
  private tableItem(change: Change, requestHash: string) {
    const writeId = randomUUID();
    const { retentionDays } = this.options;
    const item = toTableItem({ ...change, requestHash }, { writeId, retentionDays });
    const bytes = itemBytes(item);
    if (bytes > MAX_ITEM_BYTES) {
      throw new OrderTooLargeError(change.order.orderId, bytes, MAX_ITEM_BYTES);
    }
    return { item, writeId };
  }

  /** Whether the write that was refused had taken place at an attempt before. */
  private async hasWritten(
    orderId: OrderId,
    writeId: string,
    { Item, $metadata }: ConditionalCheckFailedException,
  ): Promise<boolean> {
    if (($metadata.attempts ?? 1) === 1) return false;
    const stored = toDocument(Item) ?? (await this.read(orderId));
    return stored?.writeId === writeId;
  }

  /** The item, or only one of its attributes; `undefined` where there is none. */
  private async read(orderId: OrderId, attribute?: 'events'): Promise<Document | undefined> {
    // No order has such an id, and DynamoDB would call an empty or endless one an error.
    if (!FIELD_RULES.orderId.accepts(orderId)) return undefined;
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.options.tableName,
        Key: { orderId },
        ConsistentRead: true,
        ...(attribute !== undefined && {
          ProjectionExpression: '#attribute',
          ExpressionAttributeNames: { '#attribute': attribute },
        }),
      }),
    );
    return Item;
  }
}
