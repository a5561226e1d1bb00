import type { Timers } from '@snacks/adapters-memory';
import type { IdGenerator } from '@snacks/domain/ports';
import type { PaymentRule } from '@snacks/domain/payment-simulator';
import type {
  Adapters,
  Authentication,
  FunctionName,
  FunctionOptions,
  LambdaHandler,
  Logger,
  QueueName,
  topology,
} from '@snacks/handlers';

import type { RecentLogs } from '../inspection/recent-logs.js';
import type { OrderStore } from '../store/order-store.js';

/** The handlers of all functions. */
export type Handlers = Readonly<Record<FunctionName, LambdaHandler>>;

/** The settings of a queue, as in the topology. */
export type QueueSettings = (typeof topology.queues)[QueueName];

/** Returns the logger of a function, or of the platform itself. */
export type LoggerOf = (name: FunctionName | 'platform') => Logger;

export interface PlatformOptions {
  /** @default in memory */
  readonly store?: OrderStore;
  /** The reactions of the simulated payments. @default every payment is approved */
  readonly paymentRules?: readonly PaymentRule[];
  readonly timers: Timers;
  readonly ids: IdGenerator;
  readonly loggerOf: LoggerOf;
  /** The lines that operators search. @default none: the loggers write elsewhere */
  readonly logs?: RecentLogs;
  /** Whether customers may order snacks that the catalogue does not have. @default 'optional' */
  readonly catalogueUse?: FunctionOptions['catalogueUse'];
  /** The fulfilment steps. @default those of the domain */
  readonly steps?: FunctionOptions['steps'];
  /** The hours that approvers have for a decision. @default the topology's value */
  readonly approvalDeadlineHours?: number;
  /** @default 'open' */
  readonly authentication?: Authentication;
  /** Wraps the adapters that the functions call. Tests and simulations inject faults here. */
  readonly wrapAdapters?: (adapters: Adapters) => Adapters;
  /** Wraps the functions' handlers. Tests inject faults here. */
  readonly wrapHandlers?: (handlers: Handlers) => Handlers;
  /** Replaces the topology's settings of a queue. */
  readonly adjustQueue?: (settings: QueueSettings, name: QueueName) => QueueSettings;
}
