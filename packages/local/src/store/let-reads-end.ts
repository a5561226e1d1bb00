import type { ClassicLevel } from 'classic-level';

/**
 * Lets dynalite end what it reads. To be called once a database is open.
 *
 * Dynalite calls `return` on an iterator of which it needs no more. Those of this database have no
 * such method, only `close`; each query would leave one open, with some 40 KB that are never freed.
 */
export async function letReadsEnd(database: ClassicLevel<string, unknown>): Promise<void> {
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
