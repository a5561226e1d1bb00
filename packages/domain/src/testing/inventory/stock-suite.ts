import type { Inventory, UnknownSnacks } from '../../ports/inventory.js';
import type { StockRecords } from '../../ports/stock-records.js';
import type { ContractSuite } from '../contract-suite.js';

/** A stock under test: one object that implements both ports. */
export type Stock = Inventory & StockRecords;

/** The suite of one of the two ports. */
export type StockSuite = ContractSuite<Stock, [UnknownSnacks]>;
