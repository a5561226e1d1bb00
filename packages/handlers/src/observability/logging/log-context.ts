import { AsyncLocalStorage } from 'node:async_hooks';

import type { LogFields, Logger } from './logger.js';

interface LogContext {
  /** What every line says. Replaced, never changed, where more becomes known. */
  fields: LogFields;
  /** The log of the function that is invoked. */
  readonly logger: Logger | undefined;
}

const storage = new AsyncLocalStorage<LogContext>();

/**
 * Runs an invocation whose log lines all carry these fields, and none of whatever brought it about:
 * on one machine, the work of one function may be what wakes the next.
 */
export function withNewLogContext<T>(fields: LogFields, logger: Logger, work: () => T): T {
  return storage.run({ fields, logger }, work);
}

/**
 * Runs work whose log lines carry these fields beside those of the context it is called in. The
 * context follows the asynchronous work itself, so invocations that overlap never mix theirs.
 */
export function withLogContext<T>(fields: LogFields, work: () => T): T {
  const outer = storage.getStore();
  return storage.run({ fields: { ...outer?.fields, ...fields }, logger: outer?.logger }, work);
}

/**
 * Adds fields to the context of the work under way, for all that is still logged in it, also by the
 * caller. So the record of a failure has all that was known when it happened.
 */
export function addToLogContext(fields: LogFields): void {
  const context = storage.getStore();
  if (context !== undefined) context.fields = { ...context.fields, ...fields };
}

/** A copy of the fields of the context that the caller runs in. */
export function currentLogContext(): LogFields {
  return { ...storage.getStore()?.fields };
}

/** The log of the function that is invoked; `undefined` where none is. */
export function currentLogger(): Logger | undefined {
  return storage.getStore()?.logger;
}
