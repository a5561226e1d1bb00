import type { ApiDependencies } from '../../inbound/http/api-handler.js';
import type { Logger } from '../../observability/logging/logger.js';
import { PinoLogger } from '../../observability/logging/pino-logger.js';
import type { FunctionName } from '../../topology/topology.js';
import { readEnvironment, type Environment } from '../environment.js';

/** The process of a deployed function. */
export interface DeployedFunction {
  readonly environment: Environment;
  readonly logger: Logger;
  /**
   * Returns what a function of the HTTP API needs.
   *
   * @throws {EnvironmentError} if the topology does not give `AUTH` to the function.
   */
  readonly api: () => ApiDependencies;
}

/**
 * Reads the environment of a deployed function, and creates its logger.
 *
 * @throws {EnvironmentError} if a variable is missing or invalid.
 */
export function startFunction(name: FunctionName): DeployedFunction {
  const environment = readEnvironment(name, process.env);
  const { logLevel: level, logSampling: sampling } = environment;
  const logger = new PinoLogger({ service: name, level, sampling });
  return {
    environment,
    logger,
    api: () => ({ logger, authentication: environment.authentication() }),
  };
}
