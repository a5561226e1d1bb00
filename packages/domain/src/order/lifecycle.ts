/** Every state an order can be in. */
export const ORDER_STATUSES = [
  'NEW',
  'PENDING_APPROVAL',
  'APPROVED',
  'PROCESSING',
  'PROCESSED',
  'CANCELLED',
  'REJECTED',
  'FAILED',
] as const;

/** The state of an order. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

interface LifecycleRule {
  /** The states in which the command changes the order. */
  readonly from: readonly OrderStatus[];
  /** The state it leads to (for `place`, by priority), or `same` where the state stays. */
  readonly to: readonly OrderStatus[] | 'same';
  /** The event that the change emits, if any. */
  readonly event: `Order ${string}` | undefined;
}

/**
 * The life of an order, once: the types of the transitions, the guards, the state diagram in the
 * documentation and the test of every (state × command) cell are derived from this table.
 */
export const LIFECYCLE = {
  place: { from: [], to: ['NEW', 'PENDING_APPROVAL'], event: 'Order Created' },
  update: { from: ['NEW', 'PENDING_APPROVAL'], to: 'same', event: 'Order Updated' },
  approve: { from: ['PENDING_APPROVAL'], to: ['APPROVED'], event: 'Order Approved' },
  reject: { from: ['PENDING_APPROVAL'], to: ['REJECTED'], event: 'Order Rejected' },
  expire: { from: ['PENDING_APPROVAL'], to: ['REJECTED'], event: 'Order Rejected' },
  cancel: {
    from: ['NEW', 'PENDING_APPROVAL', 'APPROVED'],
    to: ['CANCELLED'],
    event: 'Order Cancelled',
  },
  claim: { from: ['NEW', 'APPROVED'], to: ['PROCESSING'], event: undefined },
  complete: { from: ['PROCESSING'], to: ['PROCESSED'], event: 'Order Processed' },
  fail: { from: ['PROCESSING'], to: ['FAILED'], event: 'Order Failed' },
} as const satisfies Readonly<Record<string, LifecycleRule>>;

/** Every command that changes an order. */
export type Command = keyof typeof LIFECYCLE;

/** A command on an order that exists. */
export type ChangeCommand = Exclude<Command, 'place'>;

/** The states from which a command may change an order. */
export type From<C extends Command> = (typeof LIFECYCLE)[C]['from'][number];

/** The states that a command leads to. */
export type To<C extends Command> = (typeof LIFECYCLE)[C]['to'] extends readonly (infer S)[]
  ? S
  : From<C>;

/** What is told to the world when an order changes: the `detail-type` of its event. */
export type OrderEventType = Exclude<(typeof LIFECYCLE)[Command]['event'], undefined>;

/** The states that no command leaves. */
export type TerminalStatus = Exclude<OrderStatus, From<Command>>;

/** The states that some command leaves: an order in one of them still has a way to go. */
export type UnfinishedStatus = Exclude<OrderStatus, TerminalStatus>;

/** The states that a claim leaves: whoever sees one of them wakes the processing. */
export const CLAIMABLE_STATUSES: readonly From<'claim'>[] = LIFECYCLE.claim.from;

const RULES: Readonly<Record<Command, LifecycleRule>> = LIFECYCLE;
const LEFT_BY_A_COMMAND = new Set(Object.values(RULES).flatMap(({ from }) => from));

/** Whether no command leaves this state. */
export function isTerminal(status: OrderStatus): status is TerminalStatus {
  return !LEFT_BY_A_COMMAND.has(status);
}

/** Every state that some command leaves. */
export const UNFINISHED_STATUSES: readonly UnfinishedStatus[] = ORDER_STATUSES.filter(
  (status): status is UnfinishedStatus => !isTerminal(status),
);

/** What a command does to an order in a state: changes it, finds its aim reached, or is refused. */
export type Admission = 'applies' | 'already holds' | 'forbidden';

/** Looks a command up in the {@link LIFECYCLE} table. */
export function admission(command: Command, status: OrderStatus): Admission {
  const { from, to } = RULES[command];
  if (from.includes(status)) return 'applies';
  return to !== 'same' && command !== 'place' && to.includes(status)
    ? 'already holds'
    : 'forbidden';
}
