import { CatalogueFullError } from '../errors.js';
import { LIMITS } from '../order/limits.js';
import { toDecimal, type Cents } from '../order/money.js';

/** A snack on sale. */
export interface Snack {
  readonly name: string;
  /** Of one piece. */
  readonly price: Cents;
}

/** All snacks on sale at one time. */
export interface CatalogueSnapshot {
  /** 0 while nothing was ever on sale; every change adds 1. */
  readonly version: number;
  /** Sorted by name. No name is twice in it. */
  readonly snacks: readonly Snack[];
}

/** The catalogue before its first change. */
export const EMPTY_CATALOGUE: CatalogueSnapshot = { version: 0, snacks: [] };

/** A snack as clients see it. The price is a decimal. */
export interface SnackRecord {
  readonly name: string;
  readonly price: number;
}

/** The record of a snack. */
export function toSnackRecord({ name, price }: Snack): SnackRecord {
  return { name, price: toDecimal(price) };
}

/**
 * The catalogue with a snack, at its new price if it was on sale before; `undefined` if that changes
 * nothing.
 *
 * @throws {CatalogueFullError} if it would have more than `LIMITS.catalogueSnacks` snacks.
 */
export function withSnack(
  { version, snacks }: CatalogueSnapshot,
  { name, price }: Snack,
): CatalogueSnapshot | undefined {
  if (snacks.some((one) => one.name === name && one.price === price)) return undefined;
  const others = snacks.filter((one) => one.name !== name);
  if (others.length >= LIMITS.catalogueSnacks) throw new CatalogueFullError();
  return { version: version + 1, snacks: sortedByName([...others, { name, price }]) };
}

/** The catalogue without a snack; `undefined` if the snack is not on sale. */
export function withoutSnack(
  { version, snacks }: CatalogueSnapshot,
  name: string,
): CatalogueSnapshot | undefined {
  const others = snacks.filter((one) => one.name !== name);
  return others.length === snacks.length ? undefined : { version: version + 1, snacks: others };
}

/** Snacks in the order of a catalogue. */
export function sortedByName(snacks: readonly Snack[]): readonly Snack[] {
  return [...snacks].sort((a, b) => (a.name < b.name ? -1 : 1));
}
