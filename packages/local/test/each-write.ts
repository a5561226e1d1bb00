import { setImmediate as turn } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';

/** How writes are carried out that were issued together: the database may take them in any order. */
export type Sequence = 'as issued' | 'reversed';

const WRITES = ['put', 'del'] as const;

/**
 * Does some work, in which every single write to a database on disk is preceded by a call of
 * `before`. At that moment the database's folder is what a kill would leave behind: it holds all
 * the writes before, and none of those to come.
 */
export async function withEachWrite(
  before: () => Promise<void>,
  sequence: Sequence,
  work: () => Promise<void>,
): Promise<void> {
  let issued: (() => Promise<void>)[] = [];
  let underWay = false;

  async function carryOut(): Promise<void> {
    underWay = true;
    while (issued.length > 0) {
      await turn();
      const writes = sequence === 'as issued' ? issued : issued.reverse();
      issued = [];
      for (const write of writes) {
        await before();
        await write();
      }
    }
    underWay = false;
  }

  for (const name of WRITES) {
    const original: unknown = Reflect.get(ClassicLevel.prototype, name);
    if (typeof original !== 'function') throw new Error(`The database has no ${name}.`);
    Object.defineProperty(ClassicLevel.prototype, name, {
      configurable: true,
      writable: true, // dynalite puts its own in front
      async value(this: ClassicLevel, ...given: unknown[]) {
        const args = structuredClone(given); // whoever issued the write may go on changing them
        return new Promise((resolve, reject) => {
          issued.push(async () => original.apply(this, args).then(resolve, reject));
          if (!underWay) void carryOut();
        });
      },
    });
  }
  try {
    await work();
  } finally {
    for (const name of WRITES) Reflect.deleteProperty(ClassicLevel.prototype, name);
  }
}
