/** What the package exports: the specifier, and the module behind it in `dist/esm`. */
export const ENTRIES = [
  { specifier: '@snacks/domain', module: 'index' },
  { specifier: '@snacks/domain/events', module: 'events/index' },
  { specifier: '@snacks/domain/testing', module: 'testing/index' },
] as const;

export type Entry = (typeof ENTRIES)[number];

/** An entry's short name, for files: `index`, `events`, `testing`. */
export function entryName({ module }: Entry): string {
  return module.replace(/\/index$/, '');
}
