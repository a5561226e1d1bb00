import { parseAmount } from '../order/money.js';
import { isFields, type FieldRule } from './field-rule.js';

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
