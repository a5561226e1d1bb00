import { normalise } from '@snacks/domain/ports';

import type { StockRow } from '../order-view/order-facts.js';
import type { OperationsPorts } from '../ports/operations-ports.js';
import { audited, type OperatorCommand } from './audited.js';

/** The latest orders and actions that are read for the names of snacks. */
const LATEST = 100;

/**
 * Lists the stock of snacks. The store of the stock has no list of its own, so the names come from the
 * catalogue, from the latest orders, and from what operators have set.
 */
export class ListStock {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'stock' | 'catalogue' | 'orders' | 'actions'>,
  ) {}

  /** @param query `name` lists only this snack, whether any source names it or not. */
  async execute({ name }: { readonly name?: string } = {}): Promise<readonly StockRow[]> {
    const names = name === undefined ? await this.names() : [normalise(name)];
    const rows = await Promise.all(
      names.map(async (one) => {
        const level = await this.ports.stock.find(one);
        return level === undefined ? [] : [{ name: one, ...level }];
      }),
    );
    return rows.flat();
  }

  private async names(): Promise<readonly string[]> {
    const { catalogue, orders, actions } = this.ports;
    const [{ snacks }, page, log] = await Promise.all([
      catalogue.read(),
      orders.list({ limit: LATEST }),
      actions.list({ limit: LATEST }),
    ]);
    const set = log.actions.filter(({ action }) => action === 'set stock');
    return [
      ...new Set([
        ...snacks.map((snack) => snack.name),
        ...page.orders.flatMap(({ snackItems }) => snackItems.map((item) => item.name)),
        ...set.map(({ subject }) => subject),
      ]),
    ].sort();
  }
}

/** Sets the available pieces of a snack. */
export class SetStock {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'stock' | 'actions' | 'clock' | 'ids'>,
  ) {}

  /** @throws {StockQuantityInvalidError} if the quantity is not a whole number of pieces. */
  async execute(
    command: OperatorCommand & { readonly name: string; readonly available: number },
  ): Promise<StockRow> {
    const { stock } = this.ports;
    const { available } = command;
    const name = normalise(command.name);
    return audited(this.ports, { ...command, action: 'set stock', subject: name }, async () => {
      const before = await stock.find(name);
      await stock.setAvailable(name, available);
      const level = (await stock.find(name)) ?? { available, reserved: 0, sold: 0 };
      const from = before === undefined ? 'no record' : String(before.available);
      return { result: { name, ...level }, outcome: `${from} to ${available} available` };
    });
  }
}
