import {
  toMilliseconds,
  toTimestamp,
  type Order,
  type OrderIn,
  type OrderStatus,
  type Timestamp,
} from '@snacks/domain';

import { errorIn } from '../messages/failure-reason.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { LogLine } from '../ports/log-search.js';
import { actionsFor, type OrderAction } from './actions.js';
import { isFailedTry } from './axis.js';
import { nextRepublish } from './due-times.js';
import type { OrderFacts } from './order-facts.js';

/** What happens by itself, and when it is due. */
export interface NextStep {
  readonly text: string;
  readonly at?: Timestamp;
}

/** The state of an order, in words: read it first. */
export interface OrderSummary {
  readonly status: OrderStatus;
  /** When the order reached this state. */
  readonly since: Timestamp;
  /** Why the order was REJECTED or FAILED. */
  readonly reason?: string;
  /** Why the order is in this state, as a sentence. */
  readonly why: string;
  readonly next: NextStep;
  /** What an operator can do now. */
  readonly actions: readonly OrderAction[];
}

const HOUR = 3_600_000;

/** Says what state the order is in, why, since when, what happens next, and what an operator can do. */
export function summaryOf(facts: OrderFacts): OrderSummary {
  const { order } = facts;
  return {
    status: order.status,
    since: sinceOf(order),
    ...('reason' in order && { reason: order.reason }),
    ...courseOf(facts),
    actions: actionsFor(facts),
  };
}

/** When the order reached its state: updates of its content do not count. */
function sinceOf({ history, status, updatedAt }: Order): Timestamp {
  const before = history.findLastIndex((change) => change.status !== status);
  return history[before + 1]?.at ?? updatedAt;
}

type Course = Pick<OrderSummary, 'why' | 'next'>;

const FINAL: NextStep = { text: 'The state is final: nothing more happens.' };

function courseOf(facts: OrderFacts): Course {
  const { order } = facts;
  switch (order.status) {
    case 'NEW':
    case 'APPROVED':
      return ofWaiting(facts);
    case 'PROCESSING':
      return ofProcessing(facts);
    case 'PENDING_APPROVAL':
      return ofPendingApproval(facts);
    case 'PROCESSED':
      return { why: `It is fulfilled${stepsOf(order.fulfilment)}.`, next: FINAL };
    case 'FAILED':
      return { why: whyFailed(facts, order.reason), next: FINAL };
    case 'REJECTED':
      return { why: whyRejected(order), next: FINAL };
    default:
      return { why: `${lastActor(order)} cancelled it.`, next: FINAL };
  }
}

function whyRejected(order: OrderIn<'REJECTED'>): string {
  return order.reason === 'APPROVAL_EXPIRED'
    ? 'No approver decided on it before its deadline.'
    : `${lastActor(order)} declined it.`;
}

/** Who made the last change of the order. */
function lastActor({ history }: Order): string {
  return history.at(-1)?.actor ?? 'anonymous';
}

/** A NEW or APPROVED order: its event is on the way to order-processor. */
function ofWaiting(facts: OrderFacts): Course {
  const { order, map, now } = facts;
  const failure = failureOf(facts, 'order-processor');
  const due = toTimestamp(nextRepublish(toMilliseconds(order.updatedAt), now, map.patienceMinutes));
  const sweep: NextStep = {
    text: `The sweeper publishes its event again at about ${due}, and in growing intervals after that.`,
    at: due,
  };
  if (failure !== undefined) return { why: failure.why, next: failure.next ?? sweep };
  const trouble = relayTrouble(facts);
  if (trouble !== undefined) {
    const why = `Its event could not be published: ${trouble}. The order is safe in the store.`;
    return { why, next: { text: 'The relay tries again within a minute.', at: order.updatedAt } };
  }
  return {
    why: `It waits for order-processor since ${order.updatedAt}.`,
    next: {
      ...sweep,
      text: `order-processor receives its event, usually within seconds. Otherwise: ${sweep.text}`,
    },
  };
}

function ofProcessing(facts: OrderFacts): Course {
  const failure = failureOf(facts, 'order-processor');
  if (failure !== undefined) {
    const next = failure.next ?? {
      text: 'No further try happens by itself. Redrive the message once its cause is fixed.',
    };
    return { why: failure.why, next };
  }
  return {
    why: 'order-processor has claimed it and runs its fulfilment steps.',
    next: { text: 'It becomes PROCESSED or FAILED, usually within seconds.' },
  };
}

function ofPendingApproval(facts: OrderFacts): Course {
  const { order, workflow } = facts;
  const deadline = deadlineOf(facts);
  const failure = failureOf(facts, 'approval-starter');
  const wait = 'It has high priority and waits for the decision of an approver.';
  const expiry: NextStep = {
    text: `It expires at ${deadline} if no approver decides.`,
    at: deadline,
  };
  if (workflow !== undefined && workflow.status !== 'RUNNING' && workflow.status !== 'SUCCEEDED') {
    const due = toTimestamp(
      toMilliseconds(order.updatedAt) + (facts.map.approvalDeadlineHours + 1) * HOUR,
    );
    return {
      why: `${wait} Its workflow is ${workflow.status}, so it neither reminds nor expires.`,
      next: {
        text: `The sweeper publishes its event again at about ${due}, which resumes the workflow.`,
        at: due,
      },
    };
  }
  if (failure !== undefined && workflow === undefined) {
    return { why: `${wait} ${failure.why}`, next: failure.next ?? expiry };
  }
  return { why: wait, next: expiry };
}

/** When an order that waits for approval expires. */
export function deadlineOf({
  order,
  workflow,
  map,
}: Pick<OrderFacts, 'order' | 'workflow' | 'map'>): Timestamp {
  const start = toMilliseconds(workflow?.startedAt ?? order.createdAt);
  return toTimestamp(start + map.approvalDeadlineHours * HOUR);
}

interface Failure {
  readonly why: string;
  /** Left out if the message has no further try. */
  readonly next?: NextStep;
}

/** How the order's message failed at a function, if it has; `undefined` after a later success. */
function failureOf(facts: OrderFacts, consumer: string): Failure | undefined {
  const letter = facts.deadLetters.find((one) => one.function === consumer);
  if (letter !== undefined) return { why: inDeadLetters(letter) };
  const line = lastTry(facts, consumer);
  const queue = facts.map.queues.find((one) => one.function === consumer);
  if (line === undefined || queue === undefined || !isFailedTry(line)) return undefined;
  const { attempt = 1 } = line;
  const error = errorIn(line) ?? 'unknown error';
  const why = `${consumer} failed at try ${attempt} of ${queue.maxReceiveCount}: ${error}`;
  if (attempt >= queue.maxReceiveCount) {
    return { why: `${why}. The message moves to ${queue.deadLetterQueue}` };
  }
  const at = toTimestamp(toMilliseconds(line.at) + queue.visibilityTimeoutSeconds * 1_000);
  const seconds = Math.max(0, Math.ceil((toMilliseconds(at) - facts.now) / 1_000));
  const text = `The queue ${queue.name} delivers it again in ${seconds} s, try ${attempt + 1} of ${queue.maxReceiveCount}.`;
  return { why, next: { text, at } };
}

function inDeadLetters({ queue, reason, receiveCount }: DeadLetter): string {
  return `Its message failed ${receiveCount} times and is in ${queue}: ${reason}`;
}

/** The last line of a function about one of the order's messages. */
function lastTry({ lines, order }: OrderFacts, service: string): LogLine | undefined {
  return lines.findLast(
    (line) =>
      line.service === service && line.messageId !== undefined && line.at >= order.createdAt,
  );
}

/** What kept the relay from publishing the order's latest event. */
function relayTrouble({ lines, order }: OrderFacts): string | undefined {
  const line = lines.findLast(
    ({ service, at }) => service === 'order-relay' && at >= order.updatedAt,
  );
  if (line === undefined || line.level === 'info') return undefined;
  const { code } = line.fields;
  return errorIn(line) ?? (typeof code === 'string' ? code : line.message);
}

function whyFailed({ order, stock }: OrderFacts, reason: string): string {
  if (reason !== 'OUT_OF_STOCK')
    return 'The payment was declined. Nothing was charged, and its stock is released.';
  const short = order.snackItems
    .flatMap(({ name, quantity }) => {
      const row = stock.find((one) => one.name === name);
      return row !== undefined && row.available < quantity
        ? [`${name} (${quantity} ordered, ${row.available} available now)`]
        : [];
    })
    .join(', ');
  return `A snack was out of stock${short === '' ? '' : `: ${short}`}. Nothing was charged.`;
}

function stepsOf(fulfilment: Readonly<Record<string, string>> | undefined): string {
  const steps = Object.entries(fulfilment ?? {}).map(([step, words]) => `${step} ${words}`);
  return steps.length === 0 ? '' : `: ${steps.join(', ')}`;
}
