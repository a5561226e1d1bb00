import type {
  Catalogue,
  Clock,
  IdGenerator,
  OrderRepository,
  StockRecords,
} from '@snacks/domain/ports';

import type { ActionLog } from './action-log.js';
import type { DeadLetterQueues } from './dead-letter-queues.js';
import type { LogSearch } from './log-search.js';
import type { MetricHistory } from './metric-history.js';
import type { PaymentRecords } from './payment-records.js';
import type { WorkflowHistory } from './workflow-history.js';

/** Every port of the operations, by the name that the use cases know it by. */
export interface OperationsPorts {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly orders: OrderRepository;
  readonly stock: StockRecords;
  readonly catalogue: Catalogue;
  readonly payments: PaymentRecords;
  readonly deadLetters: DeadLetterQueues;
  readonly logs: LogSearch;
  readonly metrics: MetricHistory;
  readonly workflows: WorkflowHistory;
  readonly actions: ActionLog;
}
