import { readFileSync } from 'node:fs';
import {
  FIELD_RULES,
  isFields,
  isStockQuantity,
  normalise,
  type PaymentRule,
  readPaymentRules,
} from '@snacks/domain';

/** A file cannot be used: the message tells which, and how to mend it. */
export class FulfilmentFileError extends Error {
  readonly code = 'FULFILMENT_FILE_INVALID';
  override readonly name = 'FulfilmentFileError';
}

/**
 * The stock that a file names, such as `{ "Chips": 50 }`.
 *
 * @throws {FulfilmentFileError} where it does not.
 */
export function readStockFile(path: string): ReadonlyMap<string, number> {
  const stock = readJson(path);
  const pieces = isFields(stock) && !Array.isArray(stock) ? Object.entries(stock) : [];
  const counted = pieces.flatMap(([name, quantity]): [string, number][] =>
    isStockQuantity(quantity) && FIELD_RULES.name.accepts(normalise(name))
      ? [[normalise(name), quantity]]
      : [],
  );
  if (counted.length > 0 && counted.length === pieces.length) return new Map(counted);
  throw new FulfilmentFileError(
    `${path} must name snacks with whole numbers of pieces, such as {"Chips":50}.`,
  );
}

/**
 * The payment rules that a file lists, such as `[{ "when": { "amount": 6.66 }, "reaction": "decline" }]`.
 *
 * @throws {FulfilmentFileError} where it does not.
 */
export function readPaymentRulesFile(path: string): readonly PaymentRule[] {
  const rules = readJson(path);
  try {
    return readPaymentRules(rules);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new FulfilmentFileError(`${path} cannot be used. ${why}`, { cause });
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new FulfilmentFileError(`${path} cannot be read, or is no JSON.`, { cause });
  }
}
