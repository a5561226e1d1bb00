import {
  isFields,
  type PaymentRule,
  readPaymentRules,
  UNKNOWN_SNACKS,
  type UnknownSnacks,
} from '@snacks/domain';

import { EnvironmentError, type Environment } from './environment.js';

/** Days for which an ended order is stored, from RETENTION_DAYS. */
export function retentionDays(environment: Environment): number {
  return wholeNumber(environment, 'RETENTION_DAYS', 'days', 99_999);
}

/** Hours that approvers have, from APPROVAL_DEADLINE_HOURS. */
export function approvalDeadlineHours(environment: Environment): number {
  return wholeNumber(environment, 'APPROVAL_DEADLINE_HOURS', 'hours', 9_999);
}

/** How a snack without a stock record is handled, from UNKNOWN_SNACKS. */
export function unknownSnacks(environment: Environment): UnknownSnacks {
  const text = environment.value('UNKNOWN_SNACKS');
  const known = UNKNOWN_SNACKS.find((one) => one === text);
  if (known !== undefined) return known;
  throw new EnvironmentError(`UNKNOWN_SNACKS must be one of ${UNKNOWN_SNACKS.join(', ')}.`);
}

/** The payments that the simulated provider does not approve, from PAYMENT_RULES. */
export function paymentRules(environment: Environment): readonly PaymentRule[] {
  try {
    return readPaymentRules(JSON.parse(environment.value('PAYMENT_RULES')));
  } catch (cause) {
    const why =
      isFields(cause) && cause.code === 'PAYMENT_RULES_INVALID' ? cause.message : 'it is not JSON.';
    throw new EnvironmentError(`PAYMENT_RULES is invalid: ${String(why)}`, { cause });
  }
}

function wholeNumber(
  environment: Environment,
  name: 'RETENTION_DAYS' | 'APPROVAL_DEADLINE_HOURS',
  unit: string,
  max: number,
): number {
  const text = environment.value(name);
  const value = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return value;
  throw new EnvironmentError(`${name} must be a whole number of ${unit} from 1 to ${max}.`);
}
