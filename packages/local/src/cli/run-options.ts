import type { LogLevel } from '@snacks/handlers';

import type { ServerOptions } from '../http/server.js';

/** What the command line chooses. */
export interface RunOptions extends Pick<
  ServerOptions,
  'port' | 'stock' | 'unknownSnacks' | 'paymentRules'
> {
  readonly logLevel: LogLevel;
  /** A folder for the orders; in memory where it is left out. */
  readonly dataFolder: string | undefined;
  /** For how long a failed message is hidden, in seconds; as deployed where it is left out. */
  readonly visibilityTimeout: number | undefined;
  /** Whether only callers with a token may use the API. */
  readonly auth: boolean;
  /** The file with the key that tokens are signed with. */
  readonly keyFile: string;
  /** The origins whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  /** Whether routes take no more requests than the topology says. */
  readonly throttled: boolean;
}
