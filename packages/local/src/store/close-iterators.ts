import type { ClassicLevel } from 'classic-level';

/**
 * Adds the method `return` to the database's iterators, so that dynalite can close them. Call it once
 * with an open database.
 *
 * Dynalite calls `return` on an iterator that it no longer needs. The iterators of this database have
 * only `close`, so each query would leave one open, with about 40 KB that are never freed.
 */
export async function makeIteratorsClosable(
  database: ClassicLevel<string, unknown>,
): Promise<void> {
  const iterator = database.values();
  const prototype = Reflect.getPrototypeOf(iterator);
  if (prototype !== null && !('return' in prototype)) {
    Object.defineProperty(prototype, 'return', {
      async value(this: typeof iterator) {
        await this.close();
      },
    });
  }
  await iterator.close();
}
