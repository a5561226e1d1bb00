import { AsyncLocalStorage } from 'node:async_hooks';

import type { LogFields } from './logger.js';

const storage = new AsyncLocalStorage<LogFields>();

/**
 * Runs an invocation whose log lines all carry these fields, and none of whatever brought it about:
 * on one machine, the work of one function may be what wakes the next.
 */
export function withNewLogContext<T>(fields: LogFields, work: () => T): T {
  return storage.run(fields, work);
}

/**
 * Runs work whose log lines carry these fields beside those of the context it is called in. The
 * context follows the asynchronous work itself, so invocations that overlap never mix theirs.
 */
export function withLogContext<T>(fields: LogFields, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

/** A copy of the fields of the context that the caller runs in. */
export function currentLogContext(): LogFields {
  return { ...storage.getStore() };
}
