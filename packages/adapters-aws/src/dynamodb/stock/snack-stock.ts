import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { orderIdOf, type OrderKey, type StockLevel } from '@snacks/domain/ports';
import type { Document } from '../document-client.js';
import { StockFullError } from './stock-full-error.js';

/**
 * The number of counters per snack that detect late reservations. Another order with the same counter
 * that closes makes a reservation start again. So there are more counters than orders that usually end
 * during a reservation.
 */
const FENCES = 64;

const HELD = 'held#';

/** A snack's stock for one order. */
export interface SnackStock {
  readonly available: number;
  /** The quantity that the order holds; `undefined` if it holds nothing. */
  readonly held: number | undefined;
  /** The number of closed orders with this order's counter; `undefined` if there are none. */
  readonly fence: number | undefined;
}

/** Where the quantity that an order holds goes when the order is closed. */
export type Destination = 'available' | 'sold';

/**
 * The items of the snacks in the stock table: one for each, changed by one conditional write.
 *
 * The quantity that an order holds is an attribute of its own, so a hold is one write that is safe to
 * repeat, and the item has one attribute for each order in progress. Closing an order removes the
 * attribute and raises the order's fence. A `hold` that was started before and arrives later finds
 * another fence than it read, and does nothing.
 */
export class SnackStocks {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  /** Reads the snack's stock; `undefined` if it has none. */
  async read(name: string, order: OrderKey): Promise<SnackStock | undefined> {
    const item = await this.get(name);
    if (item?.available === undefined) return undefined;
    return {
      available: Number(item.available),
      held: numberOf(item[HELD + order]),
      fence: numberOf(item[fenceOf(order)]),
    };
  }

  /** Holds a quantity for the order; `false` if the stock has changed since it was read. */
  async hold(
    name: string,
    order: OrderKey,
    quantity: number,
    { fence }: SnackStock,
  ): Promise<boolean> {
    const unfenced = fence === undefined ? 'attribute_not_exists(#fence)' : '#fence = :fence';
    return this.update(name, order, {
      UpdateExpression: 'SET #held = :quantity ADD #available :less',
      ConditionExpression: `#available >= :quantity AND attribute_not_exists(#held) AND ${unfenced}`,
      ExpressionAttributeNames: { '#available': 'available' },
      ExpressionAttributeValues: {
        ':quantity': quantity,
        ':less': -quantity,
        ...(fence !== undefined && { ':fence': fence }),
      },
    });
  }

  /**
   * Moves what the order has reserved to the destination, and makes earlier calls of `hold` fail.
   * Returns `false` if the stock has changed since it was read.
   */
  async close(
    name: string,
    order: OrderKey,
    destination: Destination,
    { held }: SnackStock,
  ): Promise<boolean> {
    return held === undefined
      ? this.update(name, order, {
          UpdateExpression: 'ADD #fence :one',
          ConditionExpression: 'attribute_exists(#available) AND attribute_not_exists(#held)',
          ExpressionAttributeNames: { '#available': 'available' },
          ExpressionAttributeValues: { ':one': 1 },
        })
      : this.update(name, order, {
          UpdateExpression: 'ADD #destination :held, #fence :one REMOVE #held',
          ConditionExpression: '#held = :held',
          ExpressionAttributeNames: { '#destination': destination },
          ExpressionAttributeValues: { ':one': 1, ':held': held },
        });
  }

  async setAvailable(name: string, quantity: number): Promise<void> {
    await this.client.send(
      new UpdateCommand({
        TableName: this.tableName,
        Key: keyOf(name),
        UpdateExpression: 'SET available = :quantity',
        ExpressionAttributeValues: { ':quantity': quantity },
      }),
    );
  }

  async level(name: string): Promise<StockLevel | undefined> {
    const item = await this.get(name);
    if (item?.available === undefined) return undefined;
    const reserved = Object.entries(item)
      .filter(([attribute]) => attribute.startsWith(HELD))
      .reduce((sum, [, held]) => sum + Number(held), 0);
    return { available: Number(item.available), reserved, sold: numberOf(item.sold) ?? 0 };
  }

  private async get(name: string): Promise<Document | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key: keyOf(name), ConsistentRead: true }),
    );
    return Item;
  }

  private async update(
    name: string,
    order: OrderKey,
    { ExpressionAttributeNames, ...update }: Update,
  ): Promise<boolean> {
    const names = { '#held': HELD + order, '#fence': fenceOf(order) };
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.tableName,
          Key: keyOf(name),
          ...update,
          ExpressionAttributeNames: { ...names, ...ExpressionAttributeNames },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      if (isTooLarge(error)) throw new StockFullError(name, order);
      throw error;
    }
  }
}

interface Update {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Document;
}

/** Returns whether the item would exceed 400 KB. DynamoDB has no error of its own for this. */
function isTooLarge(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'ValidationException' &&
    /item size/i.test(error.message)
  );
}

function keyOf(name: string) {
  return { id: `snack#${name}` };
}

function fenceOf(order: OrderKey): string {
  // Order ids are UUIDs whose last digits are random or part of a digest.
  const digits = Number.parseInt(orderIdOf(order).slice(-4), 16);
  return `fence#${Number.isNaN(digits) ? 0 : digits % FENCES}`;
}

function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
