import { PinoLogger } from '../observability/logging/pino-logger.js';
import type { Logger } from '../observability/logging/logger.js';
import type { FunctionName } from '../topology/topology.js';
import type { Adapters } from './container.js';
import { CryptoIdGenerator } from './aws/crypto-id-generator.js';
import { readEnvironment, type Environment } from './environment.js';
import { SystemClock } from './aws/system-clock.js';

/** What every deployed function has when its process begins. */
export interface StartUp {
  readonly environment: Environment;
  readonly logger: Logger;
  /** The adapters that need nothing but Node. */
  readonly adapters: Pick<Adapters, 'clock' | 'ids'>;
}

/**
 * Begins a deployed function's process.
 *
 * @throws {EnvironmentError} where its environment lacks something.
 */
export function startUp(functionName: FunctionName): StartUp {
  const environment = readEnvironment(functionName, process.env);
  return {
    environment,
    logger: new PinoLogger({ service: functionName, level: environment.logLevel }),
    adapters: { clock: () => new SystemClock(), ids: () => new CryptoIdGenerator() },
  };
}
