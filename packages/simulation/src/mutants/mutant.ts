import type { Adapters, FunctionName, LambdaHandler } from '@snacks/handlers';

/** A bug put into the system on purpose: a rule that is not kept, which the invariants must catch. */
export interface Mutant {
  readonly name: string;
  /** Where a run has none of these, the bug cannot be met. @default any run will do */
  readonly concerns?: 'events' | 'readings' | 'reuses';
  /** What goes between the functions and what they call. */
  readonly adapters?: (adapters: Adapters) => Adapters;
  /** What stands in a handler's place; called for every function. */
  readonly handler?: (name: FunctionName, handler: LambdaHandler) => LambdaHandler;
  /** The operator throws dead letters away. */
  readonly deadLettersDropped?: boolean;
}
