/** An entry point of a package. */
export interface EntryPoint {
  readonly specifier: string;
  /** Its module in `dist/esm`. */
  readonly module: string;
}

/** The entry points of the package: the specifier, and its module in `dist/esm`. */
export const ENTRIES = [
  { specifier: '@snacks/domain', module: 'index' },
  { specifier: '@snacks/domain/events', module: 'events/index' },
  { specifier: '@snacks/domain/ports', module: 'ports/index' },
  { specifier: '@snacks/domain/use-cases', module: 'use-cases/index' },
  { specifier: '@snacks/domain/payment-simulator', module: 'payment-simulator/index' },
  { specifier: '@snacks/domain/testing', module: 'testing/index' },
] as const;

export type Entry = (typeof ENTRIES)[number];

/** The short name of an entry for files: `index`, `events`, `ports` …. */
export function entryName({ module }: EntryPoint): string {
  return module.replace(/\/index$/, '');
}
