import { brokenGuarantee } from './broken-guarantee.js';
import { withTimeLimit } from './time-limit.js';

/** The functions of a test runner that a contract suite needs, such as those of jest, vitest, mocha or `node:test`. */
export interface TestFunctions {
  readonly describe: (title: string, define: () => void) => unknown;
  /**
   * `runnerLimit` is longer than the suite's own limit, in milliseconds. It replaces the limit of jest,
   * vitest and other runners that have such an argument, so that the suite reports what is too slow. Give
   * a runner without the argument, such as mocha, a longer limit of its own.
   */
  readonly it: (title: string, run: () => Promise<void>, runnerLimit: number) => unknown;
}

/** Options of every contract suite. `Subject` is what its `createSubject` returns. */
export interface ContractOptions<Subject> {
  /**
   * Closes an adapter under test. It is called after each case, also after a failed one, with every
   * result of `createSubject` in that case.
   *
   * @default nothing is closed
   */
  readonly teardown?: (subject: Subject) => unknown;
  /** The time that a case may take, and its teardown after it, in milliseconds. @default 10,000 */
  readonly timeLimit?: number;
}

/** Creates an adapter under test. */
export type Create<Subject, Arguments extends readonly unknown[] = []> = (
  ...args: Arguments
) => Subject | Promise<Subject>;

/** The cases of a port. The title of each is a guarantee of the port, and its `create` closes what it creates. */
export interface ContractSuite<Subject, Arguments extends readonly unknown[] = []> {
  readonly describe: TestFunctions['describe'];
  readonly it: (
    guarantee: string,
    run: (create: (...args: Arguments) => Promise<Subject>) => Promise<void>,
  ) => void;
}

const DEFAULT_TIME_LIMIT = 10_000;

/** What a runner may take in addition to a case and its teardown, in milliseconds. */
const RUNNER_MARGIN = 1_000;

/** The suite of a port, or of another export whose doc comment states the guarantees. */
export function contractSuite<Subject, Arguments extends readonly unknown[]>(
  port: string,
  { describe, it }: TestFunctions,
  createSubject: Create<Subject, Arguments>,
  { teardown, timeLimit = DEFAULT_TIME_LIMIT }: ContractOptions<Subject>,
): ContractSuite<Subject, Arguments> {
  return {
    describe,
    it: (guarantee, run) => {
      const runCase = async () => {
        const subjects = new Subjects(createSubject, teardown);
        const [outcome] = await Promise.allSettled([
          withTimeLimit(async () => run(subjects.create), timeLimit, 'It'),
        ]);
        const [closing] = await Promise.allSettled([
          withTimeLimit(async () => subjects.close(), timeLimit, 'Its teardown'),
        ]);
        for (const result of [outcome, closing]) {
          if (result.status === 'rejected') throw brokenGuarantee(port, guarantee, result.reason);
        }
      };
      it(guarantee, runCase, 2 * timeLimit + RUNNER_MARGIN);
    },
  };
}

/** The adapters that one case creates. */
class Subjects<Subject, Arguments extends readonly unknown[]> {
  private readonly open: Subject[] = [];
  private isClosed = false;

  constructor(
    private readonly createSubject: Create<Subject, Arguments>,
    private readonly teardown: (subject: Subject) => unknown = () => {},
  ) {}

  /** Fails once the case has ended: a case beyond its limit may still run. */
  readonly create = async (...args: Arguments): Promise<Subject> => {
    const subject = await this.createSubject(...args);
    if (!this.isClosed) {
      this.open.push(subject);
      return subject;
    }
    await this.teardown(subject);
    throw new Error('the case has ended');
  };

  /** Closes every adapter, also if one of them fails. */
  async close(): Promise<void> {
    this.isClosed = true;
    const teardowns = this.open.map(async (subject) => this.teardown(subject));
    await Promise.allSettled(teardowns);
    await Promise.all(teardowns);
  }
}
