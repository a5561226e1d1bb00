import { EVENT_RECORDED_SCHEMA } from '../external-event/event-recorded-schema.js';
import { EVENT_RECORDED_VERSION } from '../external-event/event-recorded.js';
import type { OrderStatus } from '../order/lifecycle.js';
import type { OrderId } from '../order/order.js';
import { isFields } from '../validation/field-rule.js';
import {
  compileSchema,
  issuesAt,
  type SchemaCheck,
  type SchemaIssue,
} from '../validation/json-schema.js';
import { isOrderReference } from './is-order-event.js';
import { EVENT_SOURCE, ORDER_EVENT_TYPES, SCHEMA_VERSIONS } from './order-event.js';
import type { PlatformEvent } from './platform-event.js';
import { ORDER_EVENT_SCHEMAS } from './schemas.js';

/**
 * Why a message is not an event that a consumer can read:
 *
 * - `NOT_AN_ENVELOPE`: it is no envelope of EventBridge, and no message of SQS with one in its body.
 * - `OTHER_SOURCE`: another system sent it. The rule of the bus lets through too much.
 * - `UNKNOWN_TYPE`: this version of the package does not know the type. A later one may.
 * - `NEWER_SCHEMA_VERSION`: the event has a later version of its schema than this package knows.
 * - `FIELD_INVALID`: a field is missing or breaks the schema of the event.
 */
export type BusEventRefusalCode =
  | 'NOT_AN_ENVELOPE'
  | 'OTHER_SOURCE'
  | 'UNKNOWN_TYPE'
  | 'NEWER_SCHEMA_VERSION'
  | 'FIELD_INVALID';

/** The order that an event is about. Read the order to learn its present state. */
export interface OrderNotice {
  readonly orderId: OrderId;
  /** The state of the order after the change. */
  readonly status: OrderStatus;
  /** The same in every delivery of the event: deduplicate by it. */
  readonly eventId: string;
  readonly correlationId: string;
  /**
   * The id that the bus gave the envelope: the same in every delivery of it, and another one if the event
   * is sent again. Left out if the envelope has none.
   */
  readonly envelopeId?: string;
}

/** Why a message is no event that this version can read. Has no data of the message: log it. */
export interface BusEventRefusal {
  readonly code: BusEventRefusalCode;
  /** The broken fields, by their paths in the envelope, such as `detail.snackItems[0].price`. */
  readonly issues: readonly SchemaIssue[];
  /** All issues as one text: "detail.totalAmount must be a number". */
  readonly message: string;
}

/** An event, or the reason why the message is none. */
export type BusEventReading = (
  | { readonly event: PlatformEvent; readonly refusal?: undefined }
  | { readonly event?: undefined; readonly refusal: BusEventRefusal }
) & {
  /**
   * The order that the event is about. Present also if the event is refused because of its type or its
   * newer version: a consumer that only needs to know which order changed can go on with it.
   */
  readonly notice?: OrderNotice;
};

/** How {@link readBusEvent} reads. */
export interface BusEventOptions {
  /**
   * `read` accepts an event of a newer schema version if it has all fields that this version knows.
   * Within a major version of this package, newer versions only add fields.
   *
   * @default 'refuse'
   */
  readonly newerVersions?: 'refuse' | 'read';
}

type Fields = Readonly<Record<string, unknown>>;

interface KnownType {
  readonly check: SchemaCheck;
  readonly version: number;
}

const KNOWN_TYPES: ReadonlyMap<unknown, KnownType> = new Map<unknown, KnownType>([
  ...ORDER_EVENT_TYPES.map((type): [string, KnownType] => [
    type,
    { check: compileSchema(ORDER_EVENT_SCHEMAS[type]), version: SCHEMA_VERSIONS[type] },
  ]),
  [
    'Event Recorded',
    { check: compileSchema(EVENT_RECORDED_SCHEMA), version: EVENT_RECORDED_VERSION },
  ],
]);

/**
 * Reads an event of the platform from the message that a consumer gets. The message may be
 *
 * - the envelope of EventBridge, as the target of a rule gets it, and as the in-memory bus delivers it;
 * - a message of SQS with the envelope in its body, from a Lambda event or from `ReceiveMessage`;
 * - the body alone, as text.
 *
 * An event that is read has all required fields, and every field is valid by the schema of its type.
 * Unknown fields stay. The function never throws: a message that is no event gets a refusal.
 */
export function readBusEvent(
  message: unknown,
  { newerVersions = 'refuse' }: BusEventOptions = {},
): BusEventReading {
  const envelope = typeof message === 'string' ? parsed(message) : unwrapped(message);
  if (!isFields(envelope) || !('detail-type' in envelope)) {
    return refused('NOT_AN_ENVELOPE', [{ field: '', message: whyNoEnvelope(message) }]);
  }
  const { source, 'detail-type': type, detail } = envelope;
  const notice = noticeIn(envelope);
  if (source !== EVENT_SOURCE) {
    return refused('OTHER_SOURCE', [{ field: 'source', message: `must be ${EVENT_SOURCE}` }]);
  }
  const known = KNOWN_TYPES.get(type);
  if (known === undefined) {
    const expected = `must be one of ${[...KNOWN_TYPES.keys()].join(', ')}`;
    return {
      ...refused('UNKNOWN_TYPE', [{ field: 'detail-type', message: expected }]),
      ...notice,
    };
  }
  const { check, version } = known;
  const isNewer = versionOf(detail) > version;
  if (isNewer && newerVersions === 'refuse') {
    const field = 'detail.metadata.schemaVersion';
    const expected = `must be at most ${version}: update @snacks/domain to read newer versions`;
    return {
      ...refused('NEWER_SCHEMA_VERSION', [{ field, message: expected }]),
      ...notice,
    };
  }
  const issues = issuesAt('detail', check(isNewer ? withVersion(detail, version) : detail));
  const event = { type, detail };
  return isEvent(event, issues) ? { event, ...notice } : refused('FIELD_INVALID', issues);
}

function refused(code: BusEventRefusalCode, issues: readonly SchemaIssue[]): BusEventReading {
  const message = issues.map((issue) => `${issue.field} ${issue.message}`.trim()).join('; ');
  return { refusal: { code, issues, message } };
}

function isEvent(
  event: { readonly type: unknown; readonly detail: unknown },
  issues: readonly SchemaIssue[],
): event is PlatformEvent {
  return KNOWN_TYPES.has(event.type) && issues.length === 0;
}

/** The JSON of a text; `undefined` if it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The content of a message of SQS: `body` in the event of a function, `Body` from `ReceiveMessage`. */
function unwrapped(message: unknown): unknown {
  if (!isFields(message)) return undefined;
  const { body = message.Body } = message;
  return typeof body === 'string' ? parsed(body) : message;
}

function whyNoEnvelope(message: unknown): string {
  return isFields(message) && Array.isArray(message.Records)
    ? 'must be one message: pass each of the Records'
    : 'must be the envelope of EventBridge, or a message of SQS with the envelope in its body';
}

function metadataOf(detail: unknown): Fields {
  return isFields(detail) && isFields(detail.metadata) ? detail.metadata : {};
}

function versionOf(detail: unknown): number {
  const { schemaVersion } = metadataOf(detail);
  return typeof schemaVersion === 'number' ? schemaVersion : 0;
}

function withVersion(detail: unknown, schemaVersion: number): unknown {
  return { ...Object(detail), metadata: { ...metadataOf(detail), schemaVersion } };
}

function noticeIn({ id, detail }: Fields): Pick<BusEventReading, 'notice'> {
  const { eventId, correlationId } = metadataOf(detail);
  if (!isOrderReference(detail)) return {};
  if (typeof eventId !== 'string' || typeof correlationId !== 'string') return {};
  const { orderId, status } = detail;
  const notice = { orderId, status, eventId, correlationId };
  return { notice: typeof id === 'string' ? { ...notice, envelopeId: id } : notice };
}
