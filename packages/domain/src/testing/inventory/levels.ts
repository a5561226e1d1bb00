import type { StockRecords } from '../../ports/stock-records.js';
import { assertEqual } from '../assertions.js';

/** Fails unless the stock of a snack has these levels. */
export async function assertLevel(
  stock: StockRecords,
  name: string,
  [available, reserved, sold]: readonly [available: number, reserved: number, sold: number],
): Promise<void> {
  assertEqual(await stock.find(name), { available, reserved, sold }, `stock of ${name}`);
}
