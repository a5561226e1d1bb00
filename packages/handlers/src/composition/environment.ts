import { AUTHENTICATIONS, type Authentication } from '../inbound/http/authentication.js';
import { LOG_LEVELS, type LogLevel } from '../observability/logging/logger.js';
import { environmentOf, type EnvironmentName, type FunctionName } from '../topology/topology.js';

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
  /** Percent of the orders whose info records are logged. */
  readonly logSampling: number;
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
  const names = environmentOf(functionName);
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
  const { LOG_SAMPLING: sampling = '' } = variables;
  const logSampling = /^\d{1,3}$/.test(sampling) ? Number(sampling) : Number.NaN;
  if (!(logSampling <= 100)) {
    throw new EnvironmentError(
      `LOG_SAMPLING of ${functionName} must be a whole number of percent from 0 to 100.`,
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
  return { logLevel, logSampling, value, authentication };
}
