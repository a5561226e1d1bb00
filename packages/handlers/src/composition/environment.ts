import { AUTHENTICATIONS, type Authentication } from '../inbound/http/authentication.js';
import { LOG_LEVELS, type LogLevel } from '../observability/logging/logger.js';
import { topology, type EnvironmentName, type FunctionName } from '../topology/topology.js';

/** A function's environment lacks something, or has it in a form that cannot be used. */
export class EnvironmentError extends Error {
  readonly code = 'ENVIRONMENT_INVALID';
  override readonly name = 'EnvironmentError';
}

/** A function's validated environment. */
export interface Environment {
  /** The value of a variable that the topology gives the function. */
  readonly value: (name: EnvironmentName) => string;
  readonly logLevel: LogLevel;
  /**
   * How the function knows its callers.
   *
   * @throws {EnvironmentError} where the topology does not give `AUTH` to the function.
   */
  readonly authentication: () => Authentication;
}

/**
 * Reads what the topology says that a function reads, at start-up, so that a function whose
 * environment lacks something never takes its first event.
 *
 * @throws {EnvironmentError} naming every variable that is missing or wrong.
 */
export function readEnvironment(
  functionName: FunctionName,
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const names = topology.functions[functionName].environment;
  const missing = names.filter((name) => !variables[name]);
  if (missing.length > 0) {
    throw new EnvironmentError(
      `${functionName} needs ${missing.join(' and ')} in its environment.`,
    );
  }
  const logLevel = LOG_LEVELS.find((level) => level === variables.LOG_LEVEL);
  if (logLevel === undefined) {
    throw new EnvironmentError(
      `LOG_LEVEL of ${functionName} must be one of ${LOG_LEVELS.join(', ')}.`,
    );
  }
  const value = (name: EnvironmentName): string => {
    const given = names.includes(name) ? variables[name] : undefined;
    if (given === undefined) {
      throw new EnvironmentError(`The topology does not give ${name} to ${functionName}.`);
    }
    return given;
  };
  const authentication = (): Authentication => {
    const stated = value('AUTH');
    const known = AUTHENTICATIONS.find((one) => one === stated);
    if (known !== undefined) return known;
    throw new EnvironmentError(
      `AUTH of ${functionName} must be one of ${AUTHENTICATIONS.join(', ')}.`,
    );
  };
  return { logLevel, value, authentication };
}
