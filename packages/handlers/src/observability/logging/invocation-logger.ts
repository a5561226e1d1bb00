import { currentLogger } from './log-context.js';
import type { LogFields, Logger } from './logger.js';

/**
 * Logs with the logger of the function that is being invoked. It is for adapters that several functions
 * of one process share, as on the local platform.
 */
export class InvocationLogger implements Logger {
  /** @param otherwise the logger for work outside of an invocation. */
  constructor(private readonly otherwise: Logger) {}

  debug(message: string, fields?: LogFields): void {
    this.logger.debug(message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.logger.info(message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.logger.warn(message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.logger.error(message, fields);
  }

  private get logger(): Logger {
    return currentLogger() ?? this.otherwise;
  }
}
