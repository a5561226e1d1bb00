import type { Parameters } from './parameters.js';

/** What an operation knows of the call beside its parameters. */
export interface Call {
  /** Where this platform was called: `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** Aborted where nobody waits for the response any more. */
  readonly signal: AbortSignal;
}

/** One operation of an AWS service. */
export interface Operation {
  /** The parameters that it heeds, or may leave unheeded without a difference that is seen here. */
  readonly parameters: readonly string[];
  /**
   * Carries a call out, and returns the body.
   *
   * @throws {AwsApiError} where it refuses.
   */
  readonly run: (parameters: Parameters, call: Call) => object | Promise<object>;
}

/** The operations of one service by name. */
export type Operations = Readonly<Record<string, Operation>>;
