import {
  isTerminal,
  OrderNotFoundError,
  toMilliseconds,
  toRecord,
  toTimestamp,
  type Order,
  type OrderId,
  type OrderRecord,
  type Timestamp,
} from '@snacks/domain';
import { orderKey } from '@snacks/domain/ports';
import type { PaymentState } from '@snacks/domain/payment-simulator';

import type { DeadLetter } from '../messages/dead-letter.js';
import { messageIds } from '../messages/message-ids.js';
import { axisOf, type AxisEntry } from '../order-view/axis.js';
import type { OrderFacts, StockRow } from '../order-view/order-facts.js';
import { deadlineOf, summaryOf, type OrderSummary } from '../order-view/summary.js';
import type { PlatformMap } from '../platform-map.js';
import type { LogLine } from '../ports/log-search.js';
import type { OperationsPorts } from '../ports/operations-ports.js';
import type { WorkflowStatus } from '../ports/workflow-history.js';
import { contentsOf, describe } from './read-dead-letters.js';

/** A part of the view that could not be read. The other parts are complete. */
export interface MissingPart {
  readonly part: 'logs' | 'deadLetters' | 'stock' | 'payment' | 'workflow';
  readonly message: string;
}

/** An order with everything that is known of it. */
export interface OrderView {
  /** What state it is in, why, and what happens next. */
  readonly summary: OrderSummary;
  readonly order: OrderRecord;
  readonly axis: readonly AxisEntry[];
  readonly deadLetters: readonly DeadLetter[];
  readonly stock: readonly StockRow[];
  readonly payment?: {
    readonly state: PaymentState;
    /** A decimal. */
    readonly amount: number;
    readonly reference: string;
  };
  readonly workflow?: {
    readonly status: WorkflowStatus;
    readonly startedAt: Timestamp;
    readonly stoppedAt?: Timestamp;
    readonly deadline: Timestamp;
  };
  readonly missing: readonly MissingPart[];
}

type Ports = Pick<
  OperationsPorts,
  'orders' | 'stock' | 'payments' | 'deadLetters' | 'logs' | 'workflows' | 'clock'
>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The log lines of one order that are read. */
const MAX_LINES = 1_000;

/**
 * Finds an order with everything that is known of it. A source that cannot be read is named in `missing`,
 * so that an operator sees the rest while a service is down.
 */
export class ReadOrder {
  constructor(
    private readonly ports: Ports,
    private readonly map: PlatformMap,
  ) {}

  /** @throws {OrderNotFoundError} if there is no such order. */
  async execute(orderId: OrderId): Promise<OrderView> {
    const order = await this.ports.orders.find(orderId);
    if (order === undefined) throw new OrderNotFoundError(orderId);
    const { facts, missing } = await this.factsOf(order);
    const { payment, workflow, deadLetters, stock } = facts;
    return {
      summary: summaryOf(facts),
      order: toRecord(order),
      axis: axisOf(facts),
      deadLetters,
      stock,
      ...(payment !== undefined && {
        payment: {
          state: payment.state,
          amount: payment.amount / 100, // whole cents
          reference: payment.reference,
        },
      }),
      ...(workflow !== undefined && {
        workflow: {
          status: workflow.status,
          startedAt: workflow.startedAt,
          ...(workflow.stoppedAt !== undefined && { stoppedAt: workflow.stoppedAt }),
          deadline: deadlineOf(facts),
        },
      }),
      missing,
    };
  }

  private async factsOf(
    order: Order,
  ): Promise<{ readonly facts: OrderFacts; readonly missing: readonly MissingPart[] }> {
    const { payments, workflows, clock } = this.ports;
    const missing: MissingPart[] = [];
    // Only an order that has waited for approval has a workflow.
    const waited = order.history.some(({ status }) => status === 'PENDING_APPROVAL');
    const read = async <T>(
      part: MissingPart['part'],
      work: () => Promise<T>,
      otherwise: T,
    ): Promise<T> =>
      work().catch(() => {
        missing.push({ part, message: 'It could not be read now. Try again.' });
        return otherwise;
      });
    const [lines, deadLetters, stock, payment, workflow] = await Promise.all([
      read('logs', async () => this.linesOf(order, missing), []),
      read('deadLetters', async () => this.deadLettersOf(order), []),
      read('stock', async () => this.stockOf(order), []),
      read('payment', async () => payments.find(orderKey(order)), undefined),
      read(
        'workflow',
        async () => (waited ? workflows.find(orderKey(order)) : undefined),
        undefined,
      ),
    ]);
    const facts = {
      now: clock.now(),
      map: this.map,
      order,
      lines,
      deadLetters,
      stock,
      payment,
      workflow,
    };
    return { facts, missing };
  }

  private async linesOf(order: Order, missing: MissingPart[]): Promise<readonly LogLine[]> {
    const { logs, clock } = this.ports;
    const end = isTerminal(order.status) ? toMilliseconds(order.updatedAt) + HOUR : clock.now();
    const { lines, more } = await logs.find({
      texts: [order.orderId],
      services: this.map.functions,
      since: toTimestamp(toMilliseconds(order.createdAt) - MINUTE),
      until: toTimestamp(Math.max(end, toMilliseconds(order.updatedAt)) + MINUTE),
      limit: MAX_LINES,
    });
    if (more)
      missing.push({ part: 'logs', message: 'Not all log lines were read: search the log.' });
    return lines;
  }

  private async deadLettersOf({ orderId }: Order): Promise<readonly DeadLetter[]> {
    const contents = await contentsOf(this.ports, this.map.deadLetterQueues);
    const own = contents.map(({ queue, messages }) => ({
      queue,
      messages: messages.filter(({ body }) => messageIds(body).orderId === orderId),
    }));
    const described = await Promise.all(
      own.map(async (content) => describe(this.ports, this.map, content)),
    );
    return described.flat();
  }

  private async stockOf({ snackItems }: Order): Promise<readonly StockRow[]> {
    const names = [...new Set(snackItems.map(({ name }) => name))];
    const rows = await Promise.all(
      names.map(async (name) => {
        const level = await this.ports.stock.find(name);
        return level === undefined ? [] : [{ name, ...level }];
      }),
    );
    return rows.flat();
  }
}
