import type { LogLevel } from '@snacks/handlers';

import type { ServerOptions } from '../http/server.js';

/** The options of the command line. */
export interface RunOptions extends Pick<
  ServerOptions,
  | 'port'
  | 'stock'
  | 'catalogue'
  | 'catalogueUse'
  | 'unknownSnacks'
  | 'paymentRules'
  | 'approvalDeadlineHours'
> {
  readonly logLevel: LogLevel;
  /** The folder of the orders; `undefined` for orders in memory. */
  readonly dataFolder: string | undefined;
  /** Seconds until a failed message is retried; `undefined` for the topology's value. */
  readonly visibilityTimeout: number | undefined;
  /** Whether callers of the API need a token. */
  readonly auth: boolean;
  /** The file with the key that signs the tokens. */
  readonly keyFile: string;
  /** The origins whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  /** Whether the routes have the topology's rate limits. */
  readonly throttled: boolean;
}
