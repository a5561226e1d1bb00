import { AsyncLocalStorage } from 'node:async_hooks';

import type { LogFields, Logger } from './logger.js';

interface LogContext {
  /** The fields of every line. The object is replaced, never modified. */
  fields: LogFields;
  /** The logger of the function that is being invoked. */
  readonly logger: Logger | undefined;
}

const storage = new AsyncLocalStorage<LogContext>();

/**
 * Runs an invocation in a new log context: its log lines have these fields, and no field of an outer
 * context. On the local platform, one function can invoke the next in the same asynchronous context.
 */
export function withNewLogContext<T>(fields: LogFields, logger: Logger, work: () => T): T {
  return storage.run({ fields, logger }, work);
}

/**
 * Runs work whose log lines have these fields in addition to those of the current context. The context
 * follows the asynchronous work, so concurrent invocations never mix their fields.
 */
export function withLogContext<T>(fields: LogFields, work: () => T): T {
  const outer = storage.getStore();
  return storage.run({ fields: { ...outer?.fields, ...fields }, logger: outer?.logger }, work);
}

/**
 * Adds fields to the current context, for all later log lines in it, also those of the caller. The log
 * record of a failure therefore has every field that was known at the time.
 */
export function addToLogContext(fields: LogFields): void {
  const context = storage.getStore();
  if (context !== undefined) context.fields = { ...context.fields, ...fields };
}

/** Returns a copy of the fields of the current context. */
export function currentLogContext(): LogFields {
  return { ...storage.getStore()?.fields };
}

/** Returns the logger of the function that is being invoked; `undefined` outside of an invocation. */
export function currentLogger(): Logger | undefined {
  return storage.getStore()?.logger;
}
