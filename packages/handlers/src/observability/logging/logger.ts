/** What a log line may say beside its message. Never anything a customer typed. */
export interface LogFields {
  readonly requestId?: string;
  /** Of the function that logs: while a new version takes over, two are alive. */
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
  /** The queue that something goes to which was given up. */
  readonly deadLetterQueue?: string;
  /** Another service's word for why it refused. */
  readonly code?: string;
  /** How many of whatever the message speaks of. */
  readonly count?: number;
  readonly error?: unknown;
}

/** Where the handlers write what happens: one record per call. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
