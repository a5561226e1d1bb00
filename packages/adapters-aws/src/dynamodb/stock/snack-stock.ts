import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { orderIdOf, type OrderKey, type StockLevel } from '@snacks/domain';
import type { Document } from '../document-client.js';
import { StockFullError } from './stock-full-error.js';

/**
 * Counters per snack that tell a late reservation from one in time. Closings of other orders with
 * the same counter make a reservation read again, so there are some more of them than of orders that
 * end while one reserves.
 */
const FENCES = 64;

const HELD = 'held#';

/** A snack's stock as one order sees it. */
export interface SnackStock {
  readonly available: number;
  /** What the order holds of it; `undefined` where it holds nothing. */
  readonly held: number | undefined;
  /** How often an order with this order's counter was closed here; `undefined` for never. */
  readonly fence: number | undefined;
}

/** What an order holds either goes back or was sold. */
export type Destination = 'available' | 'sold';

/**
 * The items of the snacks in the stock table: one for each, changed by one conditional write.
 *
 * What an order holds is an attribute of its own, so that holding is one write that can be repeated,
 * and the item has no more of them than there are orders under way. Closing an order takes it away,
 * and raises the order's fence: a `hold` that was decided on before the closing, and arrives after
 * it, finds another fence than it has seen, and does nothing, however late it is.
 */
export class SnackStocks {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  /** The snack's stock; `undefined` where none is kept. */
  async read(name: string, order: OrderKey): Promise<SnackStock | undefined> {
    const item = await this.get(name);
    if (item?.available === undefined) return undefined;
    return {
      available: Number(item.available),
      held: numberOf(item[HELD + order]),
      fence: numberOf(item[fenceOf(order)]),
    };
  }

  /** Sets pieces aside for the order; `false` where the stock is not any more as it was seen. */
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
   * Ends the order's part: what it holds goes where it belongs, and no `hold` decided on before gets
   * through any more. `false` where the stock is not any more as it was seen.
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

/** Whether the item would have grown beyond 400 KB. DynamoDB has no error of its own for it. */
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
  // The last digits of a UUID are random, or of a digest. Other texts do not occur as order ids.
  const digits = Number.parseInt(orderIdOf(order).slice(-4), 16);
  return `fence#${Number.isNaN(digits) ? 0 : digits % FENCES}`;
}

function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
