import type { Output } from './cli/output.js';
import { isDenial } from './sdk-failure.js';

/** Something that was made for a while, and has to go again. */
interface Made {
  readonly what: string;
  /** What to type where it could not be undone. */
  readonly command: string;
  readonly undo: () => Promise<void>;
}

/** Whether an error says that nothing was made. */
function isRefused(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return isDenial(name) || /^(ResourceNotFound|UnknownOperation)/.test(name);
}

/** Undoes what was made, the latest first, whatever became of the work in between. */
export class CleanUp {
  private readonly made: Made[] = [];

  constructor(private readonly output: Output) {}

  /** Notes something that was made, or is about to be: undoing it must not mind that it is not. */
  add(what: string, command: string, undo: () => Promise<void>): void {
    this.made.push({ what, command, undo });
  }

  /**
   * Makes something for a while, and notes it first: where the call breaks off, it may be there.
   * What a service refuses to make is not.
   */
  async make<T>(
    what: string,
    command: string,
    make: () => Promise<T>,
    undo: () => Promise<void>,
  ): Promise<T> {
    const made: Made = { what, command, undo };
    this.made.push(made);
    try {
      return await make();
    } catch (error) {
      if (isRefused(error)) this.made.splice(this.made.indexOf(made), 1);
      throw error;
    }
  }

  /** What was made and not undone yet, each with what to type. */
  get left(): readonly string[] {
    return this.made.map(({ what, command }) => `${what}:\n      ${command}`);
  }

  /** Undoes everything, one after the other. Returns whether nothing is left. */
  async run(): Promise<boolean> {
    const failed: Made[] = [];
    for (let made = this.made.at(-1); made !== undefined; made = this.made.at(-1)) {
      try {
        await made.undo();
        this.output.passed(`${made.what}: gone`);
      } catch (error) {
        failed.unshift(made);
        const reason = error instanceof Error ? error.message : String(error);
        this.output.failed(`${made.what} is left behind (${reason}). Remove it by hand:`);
        this.output.line(`      ${made.command}`);
      }
      this.made.pop();
    }
    this.made.push(...failed);
    return failed.length === 0;
  }
}
