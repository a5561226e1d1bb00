import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  isStockQuantity,
  ReservationReleasedError,
  StockQuantityInvalidError,
  stockLines,
  type Inventory,
  type OrderKey,
  type StockLevel,
  type StockLine,
  type StockRecords,
  type UnknownSnacks,
} from '@snacks/domain/ports';
import { documentClient } from '../document-client.js';
import { SnackStocks, type Destination, type SnackStock } from './snack-stock.js';
import { StockContendedError } from './stock-contended-error.js';
import { StockDecisions } from './stock-decisions.js';

export interface DynamoDbInventoryOptions {
  readonly tableName: string;
  readonly unknownSnacks: UnknownSnacks;
  /**
   * Days after which DynamoDB may delete the decision on an order, counted from its latest write. Use at
   * least the retention of orders.
   * @default decisions are kept for ever
   */
  readonly retentionDays?: number;
}

/** The maximum number of attempts of a call that conflicts with concurrent changes of the stock. */
const MAX_ROUNDS = 20;

/**
 * Keeps the stock in a DynamoDB table that `STOCK_TABLE` describes: one item for each snack, one for each
 * order. Each write changes one item.
 *
 * A reservation holds the lines of an order one by one, in the order of the snacks' names. Then one write
 * of the order's item decides that they are reserved. If the stock is too low, the call decides that the
 * order is refused, and returns what it holds. So all executions for an order return the same result, and
 * the next one continues an interrupted one.
 *
 * Late calls cannot leak stock. A line is held only if the snack's fence has the value from *before* the
 * read that found the order undecided. A release or sale writes the order's item *first*, and then
 * raises the fences. So a hold either precedes the raised fence, and is closed with it, or fails.
 *
 * Throws the errors of the port, `StockContendedError`, `StockFullError`, and the client's errors.
 */
export class DynamoDbInventory implements Inventory, StockRecords {
  private readonly snacks: SnackStocks;
  private readonly decisions: StockDecisions;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbInventoryOptions,
  ) {
    const { tableName, retentionDays } = options;
    const documents = documentClient(client);
    this.snacks = new SnackStocks(documents, tableName);
    this.decisions = new StockDecisions(documents, tableName, retentionDays);
  }

  async reserve(
    order: OrderKey,
    lines: readonly StockLine[],
  ): Promise<'reserved' | 'out of stock'> {
    const wanted = stockLines(lines);
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const stocks = await this.read(order, wanted); // must precede the decision, for the fences
      const decision = await this.decisions.find(order);
      if (decision !== undefined) return this.outcomeOf(order, wanted, decision);
      if (wanted.some((line, n) => this.isShort(line, stocks[n]))) {
        return this.outcomeOf(order, wanted, await this.decisions.decide(order, 'released'));
      }
      if (await this.hold(order, wanted, stocks)) {
        return this.outcomeOf(order, wanted, await this.decisions.decide(order, 'reserved'));
      }
    }
    throw new StockContendedError(order);
  }

  async release(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    const ended = await this.decisions.end(order, 'released');
    if (ended) await this.close(order, stockLines(lines), 'available');
  }

  async confirm(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    const ended = await this.decisions.end(order, 'sold');
    if (!ended) throw new ReservationReleasedError(order);
    await this.close(order, stockLines(lines), 'sold');
  }

  async setAvailable(name: string, quantity: number): Promise<void> {
    if (!isStockQuantity(quantity)) throw new StockQuantityInvalidError();
    await this.snacks.setAvailable(name, quantity);
  }

  async find(name: string): Promise<StockLevel | undefined> {
    return this.snacks.level(name);
  }

  private async read(order: OrderKey, wanted: readonly StockLine[]) {
    return Promise.all(wanted.map(async ({ name }) => this.snacks.read(name, order)));
  }

  private isShort({ quantity }: StockLine, stock: SnackStock | undefined): boolean {
    if (stock === undefined) return this.options.unknownSnacks === 'refused';
    return stock.held === undefined && stock.available < quantity;
  }

  /** Holds the lines one by one; `false` if a stock has changed since it was read. */
  private async hold(
    order: OrderKey,
    wanted: readonly StockLine[],
    stocks: readonly (SnackStock | undefined)[],
  ): Promise<boolean> {
    for (const [n, { name, quantity }] of wanted.entries()) {
      const stock = stocks[n];
      if (stock === undefined || stock.held !== undefined) continue;
      if (!(await this.snacks.hold(name, order, quantity, stock))) return false;
    }
    return true;
  }

  /** Returns the result of a reservation by its decision. A refused order returns what it holds. */
  private async outcomeOf(
    order: OrderKey,
    wanted: readonly StockLine[],
    decision: 'reserved' | 'released' | 'sold',
  ): Promise<'reserved' | 'out of stock'> {
    if (decision !== 'released') return 'reserved';
    await this.close(order, wanted, 'available');
    return 'out of stock';
  }

  private async close(
    order: OrderKey,
    lines: readonly StockLine[],
    destination: Destination,
  ): Promise<void> {
    await Promise.all(
      lines.map(async ({ name }) => {
        for (let round = 1; round <= MAX_ROUNDS; round += 1) {
          const stock = await this.snacks.read(name, order);
          if (stock === undefined) return;
          if (await this.snacks.close(name, order, destination, stock)) return;
        }
        throw new StockContendedError(order);
      }),
    );
  }
}
