import {
  isFields,
  type PaymentRule,
  readPaymentRules,
  UNKNOWN_SNACKS,
  type UnknownSnacks,
} from '@snacks/domain';

import { EnvironmentError, type Environment } from './environment.js';

/** How many days an order is kept that has ended, by RETENTION_DAYS. */
export function retentionDays(environment: Environment): number {
  const text = environment.value('RETENTION_DAYS');
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new EnvironmentError('RETENTION_DAYS must be a whole number of days from 1 to 99999.');
}

/** What a snack without a stock is, by UNKNOWN_SNACKS. */
export function unknownSnacks(environment: Environment): UnknownSnacks {
  const text = environment.value('UNKNOWN_SNACKS');
  const choice = UNKNOWN_SNACKS.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw new EnvironmentError(`UNKNOWN_SNACKS must be one of ${UNKNOWN_SNACKS.join(', ')}.`);
}

/** What the simulated provider does not approve, by PAYMENT_RULES. */
export function paymentRules(environment: Environment): readonly PaymentRule[] {
  try {
    return readPaymentRules(JSON.parse(environment.value('PAYMENT_RULES')));
  } catch (cause) {
    const why =
      isFields(cause) && cause.code === 'PAYMENT_RULES_INVALID' ? cause.message : 'it is no JSON.';
    throw new EnvironmentError(`PAYMENT_RULES cannot be used: ${String(why)}`, { cause });
  }
}
