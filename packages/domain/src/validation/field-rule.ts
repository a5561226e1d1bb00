import { parseAmount } from '../order/money.js';
import type { JsonSchema } from './json-schema.js';

/** The validation rule of one field. */
export interface FieldRule<T = unknown> {
  /** Stable: clients recognise a broken rule by it. */
  readonly code: string;
  /** Says how to fix the field. Follows its name: "quantity must be a whole number from 1 to 1000". */
  readonly message: string;
  readonly accepts: (value: unknown) => value is T;
  /** Accepts every value that the rule accepts, and maybe others: keywords cannot express every rule. */
  readonly schema: JsonSchema;
}

/** What is wrong with one field, and how to fix it. */
export interface FieldIssue {
  /** The path of the field: `snackItems[2].price`. Empty for the request as a whole. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** The issue of a field that breaks a rule. */
export function issueOf(
  field: string,
  { code, message }: Pick<FieldRule, 'code' | 'message'>,
): FieldIssue {
  return { field, code, message };
}

/** Whether a value is an object with named fields: not an array, not `null`. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One of several texts. */
export function choiceRule<T extends string>(code: string, choices: readonly T[]): FieldRule<T> {
  return {
    code,
    message: `must be one of ${choices.join(', ')}`,
    accepts: (value): value is T => choices.some((choice) => choice === value),
    schema: { type: 'string', enum: choices },
  };
}

/** An object with named fields. */
export function objectRule(
  code: string,
  message: string,
): FieldRule<Readonly<Record<string, unknown>>> {
  return { code, message, accepts: isFields, schema: { type: 'object' } };
}

/** A decimal amount of 0 to `maxCents` cents, exact to the cent. */
export function amountRule(code: string, maxCents: number): FieldRule<number> {
  const maximum = maxCents / 100;
  return {
    code,
    message: `must be a number from 0 to ${maximum} with at most two decimals`,
    accepts: (value): value is number => {
      const amount = parseAmount(value);
      return amount !== undefined && amount <= maxCents;
    },
    // No `multipleOf`: validators check it by dividing doubles, which rounds.
    schema: { type: 'number', minimum: 0, maximum },
  };
}

/** A whole number from 1 to `max`. */
export function wholeNumberRule(code: string, max: number): FieldRule<number> {
  return {
    code,
    message: `must be a whole number from 1 to ${max}`,
    accepts: (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max,
    schema: { type: 'integer', minimum: 1, maximum: max },
  };
}
