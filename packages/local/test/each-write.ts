import { setImmediate as turn } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';

/** The order in which simultaneous writes are performed. The database guarantees none. */
export type Sequence = 'as issued' | 'reversed';

const WRITES = ['put', 'del'] as const;

/**
 * Performs some work, and calls `before` before every single write to a database on disk. The folder
 * then contains exactly what a kill would leave: all earlier writes and no later ones.
 */
export async function withEachWrite(
  before: () => Promise<void>,
  sequence: Sequence,
  work: () => Promise<void>,
): Promise<void> {
  let issued: (() => Promise<void>)[] = [];
  let running = false;

  async function performWrites(): Promise<void> {
    running = true;
    while (issued.length > 0) {
      await turn();
      const writes = sequence === 'as issued' ? issued : issued.reverse();
      issued = [];
      for (const write of writes) {
        await before();
        await write();
      }
    }
    running = false;
  }

  for (const name of WRITES) {
    const original: unknown = Reflect.get(ClassicLevel.prototype, name);
    if (typeof original !== 'function') throw new Error(`The database has no ${name}.`);
    Object.defineProperty(ClassicLevel.prototype, name, {
      configurable: true,
      writable: true, // dynalite replaces it with its own
      async value(this: ClassicLevel, ...given: unknown[]) {
        const args = structuredClone(given); // the caller may change them afterwards
        return new Promise((resolve, reject) => {
          issued.push(async () => original.apply(this, args).then(resolve, reject));
          if (!running) void performWrites();
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
