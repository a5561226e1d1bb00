import { pino, type DestinationStream, type Logger as Pino } from 'pino';

import { describeError } from './describe-error.js';
import { currentLogContext } from './log-context.js';
import { isSampled } from './log-sampling.js';
import type { LogFields, Logger, LogLevel } from './logger.js';

export interface PinoLoggerOptions {
  /** The function or program that logs, shown as `service`. */
  readonly service: string;
  readonly level: LogLevel;
  /**
   * Percent of the correlation ids whose info and debug records are logged. Warnings, errors, and records
   * without a correlation id are always logged. @default 100
   */
  readonly sampling?: number;
  /** @default standard output */
  readonly destination?: DestinationStream;
}

/** Logs one JSON line per record, with the fields of the current log context. */
export class PinoLogger implements Logger {
  private readonly pino: Pino;
  private readonly sampling: number;

  constructor({ service, level, sampling = 100, destination }: PinoLoggerOptions) {
    this.sampling = sampling;
    const options = {
      level,
      base: { service },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      mixin: currentLogContext, // a copy, because pino adds the line's own fields to it
      serializers: { error: describeError },
    };
    this.pino = destination === undefined ? pino(options) : pino(options, destination);
  }

  debug(message: string, fields: LogFields = {}): void {
    if (this.isLogged(fields)) this.pino.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    if (this.isLogged(fields)) this.pino.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message);
  }

  error(message: string, fields: LogFields = {}): void {
    this.pino.error(fields, message);
  }

  private isLogged({ correlationId = currentLogContext().correlationId }: LogFields): boolean {
    return correlationId === undefined || isSampled(correlationId, this.sampling);
  }
}
