import { FUNCTION_NAMES } from '@snacks/handlers';
import {
  admission,
  LIFECYCLE,
  ORDER_STATUSES,
  type Command,
  type OrderStatus,
} from '@snacks/domain';

import { CALL_FAULTS, type CallFault } from '../world/faults.js';

/** The fault of a call, or `undisturbed`. */
export type Condition = CallFault | 'undisturbed';

export const CONDITIONS: readonly Condition[] = ['undisturbed', ...CALL_FAULTS];

/** A command on an order, with the order's state before it. */
export interface ChangeCell {
  /** `-` if there is no order yet. */
  readonly from: OrderStatus | '-';
  readonly command: Command;
}

/** Every call that can have a fault. */
const OPERATIONS: readonly string[] = [
  ...['add', 'find', 'save', 'list', 'lastEvents'].map((method) => `orders.${method}`),
  ...['read', 'hold', 'close', 'raiseFence', 'send', 'receive'].map((call) => `stock.${call}`),
  ...['authorise', 'capture', 'refund'].map((method) => `payments.${method}`),
  'catalogue.read',
  'catalogue.put',
  'tokens.add',
  'tokens.tokensOf',
  'workflow.start',
  'workflow.release',
  'approvers.ask',
  'notifications.notify',
  'events.enqueue',
  'records.add',
  'records.find',
  'bus.publish',
  'deadLetters.add',
  ...['place', 'update', 'approve', 'reject', 'expire', 'cancel'].map((name) => `request ${name}`),
  ...['send', 'list', 'open', 'list snacks', 'put snack'].map((name) => `request ${name}`),
  ...FUNCTION_NAMES.map((name) => `invoke ${name}`),
];

const CHANGES: readonly string[] = Object.entries(LIFECYCLE).flatMap(([command, { from }]) =>
  (from.length === 0 ? ['-'] : from).map((status) => `${status} ${command}`),
);

/** Commands of clients in states that forbid them. */
const FORBIDDEN: readonly string[] = ORDER_STATUSES.flatMap((status) =>
  (['update', 'approve', 'reject', 'cancel'] as const)
    .filter((command) => admission(command, status) === 'forbidden')
    .map((command) => `${status} ${command}`),
);

/** Counts by cell. The key of a cell is `row|condition`. */
export type Counts = Readonly<Record<string, number>>;

/** Counts the cells that runs visit: operation × fault, and state × command × fault. */
export class Coverage {
  private readonly counts: Record<string, number>;

  constructor(counts: Counts = {}) {
    this.counts = { ...counts };
  }

  visit(
    { operation, change }: { readonly operation: string; readonly change?: ChangeCell },
    condition: Condition,
  ): void {
    this.count(`${operation}|${condition}`);
    if (change !== undefined) this.count(`${change.from} ${change.command}|${condition}`);
  }

  /** Counts a response to a client that the order's state forbids its command. */
  visitRefusal(status: string, command: string): void {
    this.count(`${status} ${command}|forbidden`);
  }

  /** The number of refusals of each command in each state that forbids it. */
  get refusals(): Counts {
    return Object.fromEntries(FORBIDDEN.map((row) => [row, this.counts[`${row}|forbidden`] ?? 0]));
  }

  /** Adds the counts of another process. */
  merge(counts: Counts): void {
    for (const [cell, count] of Object.entries(counts)) {
      this.counts[cell] = (this.counts[cell] ?? 0) + count;
    }
  }

  get cells(): Counts {
    return this.counts;
  }

  countOf(row: string, condition: Condition): number {
    return this.counts[`${row}|${condition}`] ?? 0;
  }

  /** All rows: the changes of the lifecycle, then the operations. */
  static get rows(): readonly string[] {
    return [...CHANGES, ...OPERATIONS];
  }

  /** The cells that no run has visited. */
  get missing(): readonly string[] {
    const unvisited = Coverage.rows.flatMap((row) =>
      CONDITIONS.filter((condition) => this.countOf(row, condition) === 0).map(
        (condition) => `${row} × ${condition}`,
      ),
    );
    const { refusals } = this;
    return [
      ...unvisited,
      ...FORBIDDEN.filter((row) => refusals[row] === 0).map((row) => `${row} × forbidden`),
    ];
  }

  private count(cell: string): void {
    this.counts[cell] = (this.counts[cell] ?? 0) + 1;
  }
}
