/** The fields of a log line in addition to its message. They never contain customer data. */
export interface LogFields {
  readonly requestId?: string;
  /** The version of the function that logs: during a deployment, two versions run. */
  readonly functionVersion?: string;
  readonly correlationId?: string;
  readonly orderId?: string;
  readonly eventId?: string;
  readonly messageId?: string;
  /** 1 for the first receive of a message, 2 for the second … */
  readonly attempt?: number;
  /** Whether this is the process's first invocation. */
  readonly coldStart?: boolean;
  readonly durationMs?: number;
  readonly statusCode?: number;
  readonly outcome?: string;
  /** The queue that a message was in. */
  readonly queue?: string;
  /** The dead-letter queue that receives the failed message or event. */
  readonly deadLetterQueue?: string;
  /** The error code of another service. */
  readonly code?: string;
  /** The number of things that the message is about. */
  readonly count?: number;
  readonly error?: unknown;
}

/** The log of the handlers. Each call writes one record. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
