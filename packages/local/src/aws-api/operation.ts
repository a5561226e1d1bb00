import type { Parameters } from './parameters.js';

/** The context of a call. */
export interface Call {
  /** The origin that the caller used, such as `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** Aborted when the caller no longer waits for the response. */
  readonly signal: AbortSignal;
}

/** One operation of an AWS service. */
export interface Operation {
  /** The parameters that it uses, and those that have no visible effect on this platform. */
  readonly parameters: readonly string[];
  /**
   * Performs a call, and returns the response body.
   *
   * @throws {AwsApiError} if it refuses the call.
   */
  readonly run: (parameters: Parameters, call: Call) => object | Promise<object>;
}

/** The operations of one service by name. */
export type Operations = Readonly<Record<string, Operation>>;
