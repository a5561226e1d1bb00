import { currentLogger } from './log-context.js';
import type { LogFields, Logger } from './logger.js';

/**
 * Logs in the name of the function that is invoked: for what several functions of one process share,
 * such as an adapter of the platform on one machine.
 */
export class InvocationLogger implements Logger {
  /** @param otherwise logs what is done while no function is invoked. */
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
