import type { StockRows } from '@snacks/adapters-aws/stock';
import type { Adapters, FunctionName, LambdaHandler } from '@snacks/handlers';

/** A bug that is added on purpose. An invariant must catch it. */
export interface Mutant {
  readonly name: string;
  /** The bug has an effect only in runs that have these. @default any run */
  readonly concerns?: 'events' | 'readings' | 'reuses';
  /** Wraps the ports that the functions call. */
  readonly adapters?: (adapters: Adapters) => Adapters;
  /** Wraps the rows of the stocks. */
  readonly rows?: (rows: StockRows) => StockRows;
  /** Returns the handler to use instead; called for every function. */
  readonly handler?: (name: FunctionName, handler: LambdaHandler) => LambdaHandler;
  /** The operator deletes dead letters. */
  readonly deadLettersDropped?: boolean;
}
