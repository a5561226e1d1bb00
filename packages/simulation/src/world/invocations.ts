import { AsyncLocalStorage } from 'node:async_hooks';

/** Which version of the functions an invocation runs. */
export type Version = 'this' | 'the one before';

/** The process of an invocation ended before it returned. */
export class InvocationCrashedError extends Error {
  readonly code = 'INVOCATION_CRASHED';
  override readonly name = 'InvocationCrashedError';
}

/** One run of a function. Once it has crashed, nothing of it goes on. */
export class Invocation {
  private over = false;

  constructor(
    readonly functionName: string,
    readonly version: Version,
    private readonly fail: (error: InvocationCrashedError) => void,
  ) {}

  get crashed(): boolean {
    return this.over;
  }

  crash(): void {
    this.over = true;
    this.fail(new InvocationCrashedError(`The process of ${this.functionName} ended.`));
  }
}

const storage = new AsyncLocalStorage<Invocation>();

/** The invocation that the caller is part of. */
export function currentInvocation(): Invocation | undefined {
  return storage.getStore();
}

/** Runs a function as an invocation that can crash at any of its calls. */
export async function asInvocation<T>(
  functionName: string,
  version: Version,
  run: () => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const invocation = new Invocation(functionName, version, reject);
    storage.run(invocation, run).then(resolve, reject);
  });
}
