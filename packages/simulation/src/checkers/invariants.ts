/** What holds of the system, each as one sentence that a run can prove wrong. */
export const INVARIANTS = {
  'lifecycle-followed':
    'Versions rise by one, only along the lifecycle, with the event that the lifecycle names.',
  'no-event-without-change': 'What the bus carries was committed before, and is told as it was.',
  'every-event-published':
    'Every committed event reaches the bus, and waits for none that the bus refused for good.',
  'refused-events-kept':
    'An event that the bus refused for good is kept, and reaches the bus once that is mended.',
  'published-in-order':
    'Of each order, no event is told for the first time before an earlier one that the bus takes.',
  'acknowledged-kept': 'What was acknowledged was committed, and stays.',
  'one-effect-per-request':
    'A request that is repeated places one order, or is taken as one external event.',
  'listing-own': 'A listing shows the orders of its customer alone, in the state that it is for.',
  'listing-whole':
    'A walk through a listing meets every order that belongs to it all the while, and none twice.',
  'reads-keep-up': 'What anybody was told of an order, who reads it later is told as well.',
  'external-events-kept':
    'An external event that was taken is recorded as it was sent, or its order placed: once.',
  'one-charge': 'An order is charged once at most.',
  'charged-its-price': 'What an order is charged is its own total.',
  'final-only-when-processed': 'Nothing is charged or sold before the order is PROCESSED.',
  'decided-as-seen':
    'A decision that names the version which was seen is made on that version, and on no other.',
  'repeats-succeed':
    'A decision, an update or a cancellation that took effect succeeds when it is sent again.',
  'stock-adds-up':
    'No stock falls below zero; available, reserved and sold always come to the same.',
  'ends-carried-out':
    'In the end PROCESSED means charged and sold, and any other end that nothing is charged, held or sold.',
  'every-order-ends':
    'Once faults have stopped and dead letters were replayed, every order is at its end.',
  'queues-empty':
    'Once faults have stopped and dead letters were replayed, no message is left in any queue.',
  'approval-ends':
    'No approval workflow runs for an order that is at its end, once that was heard of or its next step has come.',
  'notification-sent': 'People are told of every order that was PROCESSED or FAILED.',
} as const;

export type InvariantName = keyof typeof INVARIANTS;

/** The system did not keep an invariant. */
export class InvariantBrokenError extends Error {
  readonly code = 'INVARIANT_BROKEN';
  override readonly name = 'InvariantBrokenError';

  constructor(
    readonly invariant: InvariantName,
    what: string,
  ) {
    super(what);
  }
}
