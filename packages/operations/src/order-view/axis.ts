import { isFields, LIFECYCLE, type HistoryEntry, type Order, type Timestamp } from '@snacks/domain';

import type { PlatformMap } from '../platform-map.js';
import { MESSAGE_FAILED, MESSAGE_GIVEN_UP } from '../messages/try-messages.js';
import type { LogLine } from '../ports/log-search.js';
import type { WorkflowEvent, WorkflowRecord } from '../ports/workflow-history.js';
import type { OrderFacts } from './order-facts.js';

/** Every kind of entry on the time axis of an order. */
export const AXIS_KINDS = [
  'history',
  'event',
  'message',
  'log',
  'stock',
  'payment',
  'workflow',
  'notification',
] as const;

/** One thing that happened to an order. */
export interface AxisEntry {
  readonly at: Timestamp;
  readonly kind: (typeof AXIS_KINDS)[number];
  readonly title: string;
  readonly detail?: string;
  /** The function that logged it. */
  readonly service?: string;
  readonly level?: string;
  readonly eventId?: string;
  readonly messageId?: string;
  readonly queue?: string;
  readonly correlationId?: string;
  /** The try of a message, and how many it has. */
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly error?: { readonly name: string; readonly code?: string; readonly message?: string };
}

/** The time axis of an order: everything that happened to it, oldest first. */
export function axisOf({ order, lines, workflow, map }: OrderFacts): readonly AxisEntry[] {
  const entries = [
    ...order.history.flatMap((change) => ofChange(change, order)),
    ...lines.flatMap((line) => ofLine(line, map)),
    ...ofWorkflow(workflow),
  ];
  return entries.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

/** A change of the order, the event that it emits, and what it means for stock and payment. */
function ofChange(change: HistoryEntry, order: Order): AxisEntry[] {
  const { at, command, status, actor, note, version, correlationId } = change;
  const { event } = LIFECYCLE[command];
  const eventId = `${order.orderId}:${version}:0`;
  return [
    {
      at,
      kind: 'history',
      title: `${command}: ${status}`,
      detail: `by ${actor}${note === undefined ? '' : `: ${note}`}`,
      correlationId,
    },
    ...(event === undefined
      ? []
      : [{ at, kind: 'event' as const, title: event, eventId, correlationId }]),
    ...ofFulfilment(change, order),
  ];
}

/** How the fulfilment steps ended, at the change that decided it. */
function ofFulfilment({ at, command }: HistoryEntry, order: Order): AxisEntry[] {
  const ends = command === 'complete' || command === 'fail';
  if (!ends || !('fulfilment' in order) || order.fulfilment === undefined) return [];
  return Object.entries(order.fulfilment).flatMap(([step, words]): AxisEntry[] =>
    step === 'stock' || step === 'payment' ? [{ at, kind: step, title: `${step}: ${words}` }] : [],
  );
}

/** The lines of every invocation, which say nothing of the order. */
const ROUTINE: ReadonlySet<string> = new Set(['invocation ended', 'events relayed']);

function ofLine(line: LogLine, map: PlatformMap): AxisEntry[] {
  const { at, message, service, level } = line;
  if (ROUTINE.has(message) || level === 'debug') return [];
  const { outcome } = line.fields;
  const error = errorOf(line);
  return [
    {
      at,
      kind: kindOf(line),
      title: message,
      ...(typeof outcome === 'string' && { detail: outcome }),
      service,
      level,
      ...idsOf(line),
      ...tryOf(line, map),
      ...(error !== undefined && { error }),
    },
  ];
}

function kindOf(line: LogLine): AxisEntry['kind'] {
  if (isFailedTry(line)) return 'message';
  return line.message.startsWith('customer notified') ? 'notification' : 'log';
}

function idsOf({ eventId, messageId, correlationId }: LogLine): Partial<AxisEntry> {
  return {
    ...(eventId !== undefined && { eventId }),
    ...(messageId !== undefined && { messageId }),
    ...(correlationId !== undefined && { correlationId }),
  };
}

/** The queue of a line about a message, and which try it is. */
function tryOf({ messageId, attempt, service }: LogLine, map: PlatformMap): Partial<AxisEntry> {
  const consumed = map.queues.find((queue) => queue.function === service);
  if (messageId === undefined || consumed === undefined) return {};
  const { name: queue, maxReceiveCount: maxAttempts } = consumed;
  return { queue, ...(attempt !== undefined && { attempt, maxAttempts }) };
}

/** Whether a line reports that a try of a message failed. */
export function isFailedTry({ message, messageId }: LogLine): boolean {
  return messageId !== undefined && (message === MESSAGE_FAILED || message === MESSAGE_GIVEN_UP);
}

function errorOf({ fields: { error } }: LogLine): AxisEntry['error'] {
  if (!isFields(error)) return undefined;
  const { name, code, message } = error;
  return {
    name: String(name),
    ...(typeof code === 'string' && { code }),
    ...(typeof message === 'string' && { message }),
  };
}

function ofWorkflow(workflow: WorkflowRecord | undefined): AxisEntry[] {
  return (workflow?.events ?? []).map(toWorkflowEntry);
}

function toWorkflowEntry({ at, type, state, error }: WorkflowEvent): AxisEntry {
  return {
    at,
    kind: 'workflow',
    title: state === undefined ? type : `${type}: ${state}`,
    ...(error !== undefined && { error: { name: error } }),
  };
}
