import type { Output } from './cli/output.js';
import { isDenial } from './sdk-failure.js';

/** A temporary resource, which has to be removed again. */
interface Temporary {
  readonly what: string;
  /** The command that removes it by hand, if `remove` fails. */
  readonly command: string;
  readonly remove: () => Promise<void>;
}

/** Whether an error means that nothing was created. */
function isRefused(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return isDenial(name) || /^(ResourceNotFound|UnknownOperation)/.test(name);
}

/** Removes temporary resources, the latest first. */
export class CleanUp {
  private readonly temporaries: Temporary[] = [];

  constructor(private readonly output: Output) {}

  /** Registers a resource that exists, or is about to: `remove` must succeed if it does not exist. */
  add(what: string, command: string, remove: () => Promise<void>): void {
    this.temporaries.push({ what, command, remove });
  }

  /**
   * Creates a temporary resource. Registers it before the call, because it may exist even if the call
   * fails, and forgets it if the service refused the call.
   */
  async create<T>(
    what: string,
    command: string,
    create: () => Promise<T>,
    remove: () => Promise<void>,
  ): Promise<T> {
    const temporary: Temporary = { what, command, remove };
    this.temporaries.push(temporary);
    try {
      return await create();
    } catch (error) {
      if (isRefused(error)) this.temporaries.splice(this.temporaries.indexOf(temporary), 1);
      throw error;
    }
  }

  /** What is not removed yet, each with the command that removes it. */
  get remaining(): readonly string[] {
    return this.temporaries.map(({ what, command }) => `${what}:\n      ${command}`);
  }

  /** Removes everything, one after the other. Returns whether nothing remains. */
  async run(): Promise<boolean> {
    const failed: Temporary[] = [];
    for (let last = this.temporaries.at(-1); last !== undefined; last = this.temporaries.at(-1)) {
      try {
        await last.remove();
        this.output.passed(`${last.what}: removed`);
      } catch (error) {
        failed.unshift(last);
        const reason = error instanceof Error ? error.message : String(error);
        this.output.failed(`could not remove ${last.what} (${reason}). Remove it by hand:`);
        this.output.line(`      ${last.command}`);
      }
      this.temporaries.pop();
    }
    this.temporaries.push(...failed);
    return failed.length === 0;
  }
}
