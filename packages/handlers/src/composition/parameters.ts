import { CATALOGUE_USES, type CatalogueUse, isFields } from '@snacks/domain';
import { UNKNOWN_SNACKS, type UnknownSnacks } from '@snacks/domain/ports';
import { type PaymentRule, readPaymentRules } from '@snacks/domain/payment-simulator';

import type { ParameterName } from '../topology/types.js';
import { EnvironmentError, type Environment } from './environment.js';

/** Days for which an ended order is stored, from RETENTION_DAYS. */
export function retentionDays(environment: Environment): number {
  return wholeNumber(environment, 'RETENTION_DAYS', 'days', 99_999);
}

/** Hours that approvers have, from APPROVAL_DEADLINE_HOURS. */
export function approvalDeadlineHours(environment: Environment): number {
  return wholeNumber(environment, 'APPROVAL_DEADLINE_HOURS', 'hours', 9_999);
}

/** Orders of each state that a run of the sweeper reads, from SWEEPER_PAGE. */
export function sweeperPage(environment: Environment): number {
  return wholeNumber(environment, 'SWEEPER_PAGE', 'orders', 999_999);
}

/** The shards of each group of states in the index by status, from INDEX_SHARDS. */
export function indexShards(environment: Environment): number {
  return wholeNumber(environment, 'INDEX_SHARDS', 'shards', 200);
}

/** How a snack without a stock record is handled, from UNKNOWN_SNACKS. */
export function unknownSnacks(environment: Environment): UnknownSnacks {
  return oneOf(environment, 'UNKNOWN_SNACKS', UNKNOWN_SNACKS);
}

/** Whether customers may order snacks that the catalogue does not have, from CATALOGUE. */
export function catalogueUse(environment: Environment): CatalogueUse {
  return oneOf(environment, 'CATALOGUE', CATALOGUE_USES);
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

function oneOf<T extends string>(
  environment: Environment,
  name: ParameterName,
  choices: readonly T[],
): T {
  const text = environment.value(name);
  const known = choices.find((choice) => choice === text);
  if (known !== undefined) return known;
  throw new EnvironmentError(`${name} must be one of ${choices.join(', ')}.`);
}

function wholeNumber(
  environment: Environment,
  name: 'RETENTION_DAYS' | 'APPROVAL_DEADLINE_HOURS' | 'SWEEPER_PAGE' | 'INDEX_SHARDS',
  unit: string,
  max: number,
): number {
  const text = environment.value(name);
  const value = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return value;
  throw new EnvironmentError(`${name} must be a whole number of ${unit} from 1 to ${max}.`);
}
