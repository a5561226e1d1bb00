import { CATALOGUE_MUTANTS } from './catalogue-mutants.js';
import { EVENT_MUTANTS } from './event-mutants.js';
import { EXTERNAL_EVENT_MUTANTS } from './external-event-mutants.js';
import { FUNCTION_MUTANTS } from './function-mutants.js';
import type { Mutant } from './mutant.js';
import { ORDER_MUTANTS } from './order-mutants.js';
import { PAYMENT_AND_STOCK_MUTANTS } from './payment-and-stock-mutants.js';
import { READING_MUTANTS } from './reading-mutants.js';

/** One bug for each important rule. The invariants must catch all of them. */
export const MUTANTS: readonly Mutant[] = [
  ...ORDER_MUTANTS,
  ...EVENT_MUTANTS,
  ...FUNCTION_MUTANTS,
  ...EXTERNAL_EVENT_MUTANTS,
  ...READING_MUTANTS,
  ...CATALOGUE_MUTANTS,
  ...PAYMENT_AND_STOCK_MUTANTS,
];
