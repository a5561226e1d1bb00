import { readFileSync } from 'node:fs';
import { FIELD_RULES, isFields, LIMITS, parseAmount, type Snack } from '@snacks/domain';
import { isStockQuantity, normalise } from '@snacks/domain/ports';
import { type PaymentRule, readPaymentRules } from '@snacks/domain/payment-simulator';

/** A file is not valid. The message names the file and the valid format. */
export class FulfilmentFileError extends Error {
  readonly code = 'FULFILMENT_FILE_INVALID';
  override readonly name = 'FulfilmentFileError';
}

/**
 * Reads a stock from a file such as `{ "Chips": 50 }`.
 *
 * @throws {FulfilmentFileError} if the file is not valid.
 */
export function readStockFile(path: string): ReadonlyMap<string, number> {
  const stock = readJson(path);
  const pieces = isFields(stock) && !Array.isArray(stock) ? Object.entries(stock) : [];
  const valid = pieces.flatMap(([name, quantity]): [string, number][] =>
    isStockQuantity(quantity) && FIELD_RULES.name.accepts(normalise(name))
      ? [[normalise(name), quantity]]
      : [],
  );
  if (valid.length > 0 && valid.length === pieces.length) return new Map(valid);
  throw new FulfilmentFileError(
    `${path} must map snacks to whole numbers of pieces, such as {"Chips":50}.`,
  );
}

/**
 * Reads snacks and their prices from a file such as `{ "Chips": 3.99 }`.
 *
 * @throws {FulfilmentFileError} if the file is not valid.
 */
export function readCatalogueFile(path: string): readonly Snack[] {
  const prices = readJson(path);
  const snacks = isFields(prices) ? Object.entries(prices) : [];
  const valid = snacks.flatMap(([name, decimal]): Snack[] => {
    const price = FIELD_RULES.price.accepts(decimal) ? parseAmount(decimal) : undefined;
    return price !== undefined && FIELD_RULES.name.accepts(name)
      ? [{ name: normalise(name), price }]
      : [];
  });
  if (
    valid.length > 0 &&
    valid.length === snacks.length &&
    valid.length <= LIMITS.catalogueSnacks
  ) {
    return valid;
  }
  throw new FulfilmentFileError(
    `${path} must map 1 to ${LIMITS.catalogueSnacks} snacks to their prices, such as {"Chips":3.99}.`,
  );
}

/**
 * Reads payment rules from a file such as `[{ "when": { "amount": 6.66 }, "reaction": "decline" }]`.
 *
 * @throws {FulfilmentFileError} if the file is not valid.
 */
export function readPaymentRulesFile(path: string): readonly PaymentRule[] {
  const rules = readJson(path);
  try {
    return readPaymentRules(rules);
  } catch (cause) {
    throw new FulfilmentFileError(`${path} is not valid. ${messageOf(cause)}`, { cause });
  }
}

function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FulfilmentFileError(`${path} is not JSON: ${messageOf(cause)}.`, { cause });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new FulfilmentFileError(`${path} cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : '';
}
