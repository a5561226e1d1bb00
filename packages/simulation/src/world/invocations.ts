import { AsyncLocalStorage } from 'node:async_hooks';

/** The version of the functions that an invocation runs. */
export type Version = 'current' | 'previous';

/** The process of an invocation crashed before it returned. */
export class InvocationCrashedError extends Error {
  readonly code = 'INVOCATION_CRASHED';
  override readonly name = 'InvocationCrashedError';
}

/** One invocation of a function. After a crash, it makes no more calls. */
export class Invocation {
  private hasCrashed = false;

  constructor(
    readonly functionName: string,
    readonly version: Version,
    private readonly fail: (error: InvocationCrashedError) => void,
  ) {}

  get crashed(): boolean {
    return this.hasCrashed;
  }

  crash(): void {
    this.hasCrashed = true;
    this.fail(new InvocationCrashedError(`The process of ${this.functionName} crashed.`));
  }
}

const storage = new AsyncLocalStorage<Invocation>();

/** The invocation that the caller is part of. */
export function currentInvocation(): Invocation | undefined {
  return storage.getStore();
}

/** Runs a function as an invocation, which can crash at each of its calls. */
export async function asInvocation<T>(
  functionName: string,
  version: Version,
  work: () => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const invocation = new Invocation(functionName, version, reject);
    storage.run(invocation, work).then(resolve, reject);
  });
}
