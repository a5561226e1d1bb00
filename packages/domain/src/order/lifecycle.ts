/** Every state of an order. */
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
  /** The state after the command; for `place` it depends on the priority. `same` if it stays. */
  readonly to: readonly OrderStatus[] | 'same';
  /** The event that the change emits; `undefined` if it emits none. */
  readonly event: `Order ${string}` | undefined;
}

/**
 * The lifecycle of an order. The types of the transitions, the guards, the state diagram in the
 * documentation, and the tests of every command in every state are derived from this table.
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

/** Every command on an existing order. */
export type ChangeCommand = Exclude<Command, 'place'>;

/** The states in which a command may change an order. */
export type From<C extends Command> = (typeof LIFECYCLE)[C]['from'][number];

/** The states after a command. */
export type To<C extends Command> = (typeof LIFECYCLE)[C]['to'] extends readonly (infer S)[]
  ? S
  : From<C>;

/** The type of an order event: its `detail-type` on the bus. */
export type OrderEventType = Exclude<(typeof LIFECYCLE)[Command]['event'], undefined>;

/** The final states: no command leaves them. */
export type TerminalStatus = Exclude<OrderStatus, From<Command>>;

/** The states that are not final. */
export type UnfinishedStatus = Exclude<OrderStatus, TerminalStatus>;

const RULES: Readonly<Record<Command, LifecycleRule>> = LIFECYCLE;

// The annotations let a bundler drop the table from a page that does not use it.
const LEFT_BY_A_COMMAND = /* @__PURE__ */ new Set(
  /* @__PURE__ */ Object.values(RULES).flatMap(({ from }) => from),
);

/** The states in which an order can be claimed: an event with one of them starts the processing. */
export const CLAIMABLE_STATUSES: readonly From<'claim'>[] = /* @__PURE__ */ ORDER_STATUSES.filter(
  (status): status is From<'claim'> => admission('claim', status) === 'applies',
);

/** Whether this state is final: no command leaves it. */
export function isTerminal(status: OrderStatus): status is TerminalStatus {
  return !LEFT_BY_A_COMMAND.has(status);
}

/** Every state that is not final. */
export const UNFINISHED_STATUSES: readonly UnfinishedStatus[] =
  /* @__PURE__ */ ORDER_STATUSES.filter(
    (status): status is UnfinishedStatus => !isTerminal(status),
  );

/**
 * What a command does in a state: it `applies` and changes the order; it has nothing to do, because its
 * target state `already holds`; or it is `forbidden`.
 */
export type Admission = 'applies' | 'already holds' | 'forbidden';

/** What a command does in a state, by the {@link LIFECYCLE} table. */
export function admission(command: Command, status: OrderStatus): Admission {
  const { from, to } = RULES[command];
  if (from.includes(status)) return 'applies';
  return to !== 'same' && command !== 'place' && to.includes(status)
    ? 'already holds'
    : 'forbidden';
}
