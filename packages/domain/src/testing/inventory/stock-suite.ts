import type { OrderKey } from '../../order/order-key.js';
import type {
  Inventory,
  ReservationOutcome,
  StockLine,
  UnknownSnacks,
} from '../../ports/inventory.js';
import type { StockRecords } from '../../ports/stock-records.js';
import type { ContractSuite } from '../contract-suite.js';

/** A stock under test: one object that implements both ports. */
export type Stock = Inventory & StockRecords;

/** The suite of one of the two ports. */
export type StockSuite = ContractSuite<Stock, [UnknownSnacks]>;

const MAX_ATTEMPTS = 100;

/** Reserves the lines of an order in no final state, and prepares again whenever that is outdated. */
export async function reserve(
  stock: Inventory,
  order: OrderKey,
  lines: readonly StockLine[],
): Promise<ReservationOutcome> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const reservation = await stock.prepare(order, lines);
    const outcome = await reservation.hold();
    if (outcome !== 'outdated') return outcome;
  }
  return 'outdated';
}
