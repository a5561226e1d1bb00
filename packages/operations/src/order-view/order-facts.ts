import type { Order } from '@snacks/domain';
import type { PaymentEntry } from '@snacks/domain/payment-simulator';
import type { StockLevel } from '@snacks/domain/ports';

import type { DeadLetter } from '../messages/dead-letter.js';
import type { PlatformMap } from '../platform-map.js';
import type { LogLine } from '../ports/log-search.js';
import type { WorkflowRecord } from '../ports/workflow-history.js';

/** The stock of one snack. */
export interface StockRow extends StockLevel {
  readonly name: string;
}

/** Everything that is known of an order at one time. */
export interface OrderFacts {
  /** The time, in milliseconds since the epoch. */
  readonly now: number;
  readonly map: PlatformMap;
  readonly order: Order;
  /** The log lines that name the order, oldest first. */
  readonly lines: readonly LogLine[];
  /** The order's messages in dead-letter queues. */
  readonly deadLetters: readonly DeadLetter[];
  /** The stock of the order's snacks that have a stock record. */
  readonly stock: readonly StockRow[];
  readonly payment?: PaymentEntry | undefined;
  readonly workflow?: WorkflowRecord | undefined;
}
