import { admission, type Order, type OrderIn, type OrderStatus } from '@snacks/domain';
import { isExternalEvent, ORDER_SUBMITTED, readBusEvent } from '@snacks/domain/events';

import type { ConsumerName } from '../platform-map.js';
import { parse } from './message-ids.js';

/** A part of a message that its handler cannot read. */
export interface MessageIssue {
  readonly field: string;
  readonly message: string;
}

/** What a handler would do with a message now. */
export interface DryRun {
  /**
   * `acts`: it changes something, or calls another service. `skips`: it ends successfully without effect.
   * `fails`: it fails, and the message becomes a dead letter again.
   */
  readonly outcome: 'acts' | 'skips' | 'fails';
  readonly explanation: string;
  /** The present state of the order; left out if there is no such order. */
  readonly orderStatus?: OrderStatus;
  readonly issues: readonly MessageIssue[];
}

type Verdict = Pick<DryRun, 'outcome' | 'explanation'>;

/**
 * Says what a handler would do with a message, by the present state of the order. It decides by the same
 * table as the handler, and calls nothing. Failures of other services cannot be foreseen.
 *
 * @param order the order that the message is about, as it is now; `undefined` if there is none.
 */
export function dryRun(consumer: ConsumerName, body: string, order: Order | undefined): DryRun {
  const issues = issuesOf(consumer, body);
  const status = order && { orderStatus: order.status };
  if (issues.length > 0) {
    const explanation = `${consumer} cannot read the message, and fails at every try: ${issues[0]?.field ?? ''} ${issues[0]?.message ?? ''}.`;
    return { outcome: 'fails', explanation, ...status, issues };
  }
  return { ...verdictOf(consumer, body, order), ...status, issues };
}

/** What the handler of a queue cannot read in a message; an empty list for a message that it can read. */
export function issuesOf(consumer: ConsumerName, body: string): readonly MessageIssue[] {
  if (consumer === 'event-recorder') {
    return isExternalEvent(parse(body))
      ? []
      : [{ field: '', message: 'must be an external event as event-ingestion queues it' }];
  }
  const { event, refusal, notice } = readBusEvent(body);
  // Handlers that only need the order's id accept an event of a later version.
  if (refusal !== undefined) {
    return notice !== undefined && NEEDS_ONLY_THE_ID.has(consumer) ? [] : refusal.issues;
  }
  return event.type === 'Event Recorded' && !NEEDS_ONLY_THE_ID.has(consumer)
    ? [{ field: 'detail-type', message: 'must be an order event' }]
    : [];
}

const NEEDS_ONLY_THE_ID: ReadonlySet<ConsumerName> = new Set<ConsumerName>([
  'order-processor',
  'approval-starter',
  'approval-closer',
]);

function verdictOf(consumer: ConsumerName, body: string, order: Order | undefined): Verdict {
  if (consumer === 'event-recorder') return ofExternalEvent(body);
  if (consumer === 'order-metrics') {
    return {
      outcome: 'acts',
      explanation:
        'order-metrics counts the event. It counts it again if it has counted it before.',
    };
  }
  if (order === undefined) return withoutOrder(consumer);
  switch (consumer) {
    case 'order-processor':
      return ofProcessing(body, order);
    case 'approval-starter':
      return admission('approve', order.status) === 'applies'
        ? acts(
            'The order waits for approval: its workflow is started, or resumed if it had failed.',
          )
        : skips(`The order is ${order.status} and does not wait for approval.`);
    case 'approval-closer':
      return order.status === 'PENDING_APPROVAL'
        ? skips('The order still waits for a decision, so its workflow goes on.')
        : acts('The order is decided: the wait of its workflow ends, if it still waits.');
    default:
      return ofNotification(body, order);
  }
}

function withoutOrder(consumer: ConsumerName): Verdict {
  return consumer === 'order-notifier'
    ? skips('There is no such order, so the event is not confirmed and no notification is sent.')
    : {
        outcome: 'fails',
        explanation: 'There is no such order. It may have been deleted after its retention.',
      };
}

function ofProcessing(body: string, order: Order): Verdict {
  const { status } = order;
  switch (admission('claim', status)) {
    case 'applies':
      return acts(`The order is ${status}: it is claimed, and its fulfilment begins.`);
    case 'already holds':
      return acts('The order is PROCESSING: its fulfilment continues where it broke off.');
    default:
      return order.status === 'PROCESSED' || order.status === 'FAILED'
        ? ofFinished(readBusEvent(body).notice?.envelopeId, order)
        : skips(`The order is ${status} and cannot be processed.`);
  }
}

/** The processor repeats the last steps of an order only for the message that finished it. */
function ofFinished(
  envelopeId: string | undefined,
  { status, finishedBy }: OrderIn<'PROCESSED' | 'FAILED'>,
): Verdict {
  const isOfAnother =
    envelopeId !== undefined && finishedBy !== undefined && envelopeId !== finishedBy;
  return isOfAnother
    ? skips(`The order is ${status}, by another message: nothing happens.`)
    : acts(
        `The order is ${status}. Its last steps are repeated, in case they broke off; what is done does not change, and the customer is notified again.`,
      );
}

function ofNotification(body: string, { history }: Order): Verdict {
  const { event } = readBusEvent(body, { newerVersions: 'read' });
  const version =
    event?.type === 'Event Recorded' ? undefined : event?.detail.metadata.orderVersion;
  return history.some((change) => change.version === version)
    ? acts('The customer is notified of this change, again if they were notified before.')
    : skips('The order has no such change, so no notification is sent.');
}

function ofExternalEvent(body: string): Verdict {
  const event = parse(body);
  return isExternalEvent(event) && event.type === ORDER_SUBMITTED
    ? acts(
        'The order in the event is placed, unless this event has placed it before. A refused order is recorded.',
      )
    : acts('The event is recorded and announced, unless it is recorded already.');
}

function acts(explanation: string): Verdict {
  return { outcome: 'acts', explanation };
}

function skips(explanation: string): Verdict {
  return { outcome: 'skips', explanation };
}
