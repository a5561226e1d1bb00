import { AUTHENTICATIONS, type Authentication } from '../inbound/http/authentication.js';
import { LOG_LEVELS, type LogLevel } from '../observability/logging/logger.js';
import { topology, type EnvironmentName, type FunctionName } from '../topology/topology.js';

/** A variable of a function's environment is missing or invalid. */
export class EnvironmentError extends Error {
  readonly code = 'ENVIRONMENT_INVALID';
  override readonly name = 'EnvironmentError';
}

/** A function's validated environment. */
export interface Environment {
  /**
   * Returns the value of a variable.
   *
   * @throws {EnvironmentError} if the topology does not give the variable to the function.
   */
  readonly value: (name: EnvironmentName) => string;
  readonly logLevel: LogLevel;
  /**
   * Returns how the function authenticates callers.
   *
   * @throws {EnvironmentError} if the topology does not give `AUTH` to the function.
   */
  readonly authentication: () => Authentication;
}

/**
 * Reads the variables that the topology gives the function. It runs at start-up, so a function with an
 * incomplete environment fails before its first event.
 *
 * @throws {EnvironmentError} if variables are missing, with their names; if the log level is unknown.
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
    const text = value('AUTH');
    const known = AUTHENTICATIONS.find((one) => one === text);
    if (known !== undefined) return known;
    throw new EnvironmentError(
      `AUTH of ${functionName} must be one of ${AUTHENTICATIONS.join(', ')}.`,
    );
  };
  return { logLevel, value, authentication };
}
