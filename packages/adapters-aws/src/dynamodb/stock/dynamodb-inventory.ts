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
} from '@snacks/domain';
import { documentClient } from '../document-client.js';
import { SnackStocks, type Destination, type SnackStock } from './snack-stock.js';
import { StockContendedError } from './stock-contended-error.js';
import { StockDecisions } from './stock-decisions.js';

/** Where the stock is kept, and what is not in it. */
export interface DynamoDbInventoryOptions {
  readonly tableName: string;
  readonly unknownSnacks: UnknownSnacks;
  /**
   * Days after an order's last call for which it is remembered: at least as long as the order is.
   * @default for ever
   */
  readonly retentionDays?: number;
}

/** How often a call begins anew because the stock was changed while it decided. */
const ROUNDS = 20;

/**
 * The stock in a DynamoDB table as `STOCK_TABLE` describes it: one item for each snack, one for each
 * order, and never more than one of them in a write.
 *
 * An order's lines are held one by one, in the order of the snacks' names; then one write on the
 * order's item decides that they are reserved. Who finds too little decides that the order is
 * refused, and puts back what it holds. So all runs of an order come to the same response, and one
 * that broke off is carried on by the next.
 *
 * Why late calls cannot leak: a line is held only where the snack's fence is as it was *before* the
 * order's item was read, and was found undecided. Who releases or sells writes the order's item
 * *first*, and raises the fences then. So a hold either came before the fence was raised, and is
 * found and closed with it, or does not get through.
 *
 * Throws what the port names, `StockContendedError`, `StockFullError`, and the client's errors as they are.
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
    for (let round = 1; round <= ROUNDS; round += 1) {
      const stocks = await this.read(order, wanted); // before the decision, for the fences
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

  /** Holds line after line, in their order; `false` where a stock was changed meanwhile. */
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

  /** What a decision means to who asked; one that was refused is left holding nothing. */
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
        for (let round = 1; round <= ROUNDS; round += 1) {
          const stock = await this.snacks.read(name, order);
          if (stock === undefined) return;
          if (await this.snacks.close(name, order, destination, stock)) return;
        }
        throw new StockContendedError(order);
      }),
    );
  }
}
