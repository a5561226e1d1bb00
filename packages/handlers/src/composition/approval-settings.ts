import { EnvironmentError, type Environment } from './environment.js';

/**
 * How long approvers have, in hours.
 *
 * @throws {EnvironmentError} where it is no whole number of hours.
 */
export function approvalDeadlineHours(environment: Environment): number {
  const value = environment.value('APPROVAL_DEADLINE_HOURS');
  if (!/^[1-9]\d{0,3}$/.test(value)) {
    throw new EnvironmentError('APPROVAL_DEADLINE_HOURS must be a whole number of hours.');
  }
  return Number(value);
}
