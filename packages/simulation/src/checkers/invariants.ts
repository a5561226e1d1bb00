/** The invariants of the system, by name, each as one sentence. */
export const INVARIANTS = {
  'lifecycle-followed':
    'Versions rise by one, only along the lifecycle, with the event that the lifecycle names.',
  'no-event-without-change': 'Every event on the bus was committed before, with the same content.',
  'every-event-published':
    'Every committed event reaches the bus; none waits behind an event that was refused for good.',
  'refused-events-kept':
    'An event that the bus refused for good is stored, and reaches the bus once the bus is fixed.',
  'published-in-order':
    'No event of an order is published for the first time before an earlier one that the bus accepts.',
  'acknowledged-kept': 'Everything that a response acknowledged was committed and stays stored.',
  'one-effect-per-request':
    'A repeated request places one order, or is accepted as one external event.',
  'listing-own': 'A listing has only orders of its customer, and only in its state.',
  'listing-whole':
    'A walk through a listing has no order twice, and every order that matched from beginning to end.',
  'reads-keep-up': 'A read returns no earlier version than any caller got before the read began.',
  'external-events-kept':
    'An accepted external event is recorded as it was sent, or its order is placed, exactly once.',
  'one-charge': 'An order is charged at most once.',
  'charged-its-price': 'The amount charged for an order is its own total.',
  'priced-by-catalogue': 'Every order has the prices of the catalogue.',
  'final-only-when-processed': 'Nothing is charged or sold before the order is PROCESSED.',
  'decided-as-seen': 'A decision that names a version is made on that version.',
  'repeats-succeed':
    'A repeat of a decision, an update or a cancellation that took effect succeeds.',
  'stock-adds-up':
    'No stock is below zero, and the sum of available, reserved and sold never changes.',
  'last-piece-found':
    'An order is out of stock only if too few pieces were available, in whichever row they are.',
  'ends-carried-out':
    'Finally, a PROCESSED order is charged and sold; any other has nothing charged, authorised, reserved or sold.',
  'every-order-ends':
    'After faults have stopped and dead letters were redriven, every order is in a final state.',
  'queues-empty':
    'After faults have stopped and dead letters were redriven, no queue has a message.',
  'approval-ends':
    'Finally, no approval workflow runs for an ended order; if the event was lost, its next step ends it.',
  'notification-sent': 'Customers are notified of every order that was PROCESSED or FAILED.',
} as const;

export type InvariantName = keyof typeof INVARIANTS;

/** An invariant does not hold. */
export class InvariantBrokenError extends Error {
  readonly code = 'INVARIANT_BROKEN';
  override readonly name = 'InvariantBrokenError';

  constructor(
    readonly invariant: InvariantName,
    message: string,
  ) {
    super(message);
  }
}
