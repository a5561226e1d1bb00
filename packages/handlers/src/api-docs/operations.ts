import { FIELD_RULES, type FieldRule } from '@snacks/domain';

import type { ProblemCode } from '../inbound/http/problem-kinds.js';
import type { ApiFunctionName } from '../topology/api.js';

/** What the documentation says of a route beyond the topology. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  /** The schema of the body. */
  readonly request?: string;
  readonly query?: Readonly<Record<string, FieldRule>>;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  /** The successful responses: the description of each, and the schema of its body. */
  readonly responses: Readonly<
    Record<number, { readonly description: string; readonly schema?: string }>
  >;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** What else may come, beside what may come from every route. */
  readonly problems: readonly ProblemCode[];
}

/** What may come from every route. */
export const PROBLEMS_OF_ALL: readonly ProblemCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL_ERROR',
];

/** The problems of every route with a body. */
const OF_A_BODY: readonly ProblemCode[] = [
  'MALFORMED_JSON',
  'JSON_TOO_DEEP',
  'REQUEST_INVALID',
  'UNSUPPORTED_MEDIA_TYPE',
];

/** The problems of every route with an order as its body. */
const OF_AN_ORDER: readonly ProblemCode[] = [...OF_A_BODY, 'ORDER_INVALID', 'TOTAL_MISMATCH'];

const ETAG = { ETag: "The order's version, in quotes." };
const IDEMPOTENCY_KEY = {
  'Idempotency-Key': `Makes repeating the request safe. It ${FIELD_RULES.idempotencyKey.message}.`,
};

/** Every route, by its function: one that is missing here does not compile. */
export const OPERATIONS: Readonly<Record<ApiFunctionName, Operation>> = {
  'order-creator': {
    operationId: 'placeOrder',
    summary: 'Place an order.',
    request: 'PlaceOrder',
    requestHeaders: IDEMPOTENCY_KEY,
    responses: {
      200: { description: 'The order, which was placed before.', schema: 'Order' },
      201: { description: 'The order.', schema: 'Order' },
    },
    responseHeaders: { ...ETAG, Location: 'Where the order can be read.' },
    problems: [...OF_AN_ORDER, 'IDEMPOTENCY_KEY_REUSED'],
  },
  'order-lister': {
    operationId: 'listOrders',
    summary: 'List orders, newest first. A customer sees their own.',
    query: {
      status: FIELD_RULES.status,
      customerId: FIELD_RULES.customerId,
      limit: FIELD_RULES.limit,
      cursor: FIELD_RULES.cursor,
    },
    responses: { 200: { description: 'A page of orders.', schema: 'OrderPage' } },
    problems: ['REQUEST_INVALID', 'CURSOR_INVALID'],
  },
  'order-reader': {
    operationId: 'readOrder',
    summary: 'Read an order.',
    requestHeaders: { 'If-None-Match': 'The ETag of the order as the caller has it.' },
    responses: {
      200: { description: 'The order.', schema: 'Order' },
      304: { description: 'The caller has the current version of the order.' },
    },
    responseHeaders: ETAG,
    problems: ['ORDER_NOT_FOUND'],
  },
  'order-updater': {
    operationId: 'updateOrder',
    summary: 'Replace what an order asks for, until its processing begins.',
    request: 'UpdateOrder',
    requestHeaders: { 'If-Match': 'The ETag of the order as it was read: replace only that.' },
    responses: { 200: { description: 'The current order.', schema: 'Order' } },
    responseHeaders: ETAG,
    problems: [
      ...OF_AN_ORDER,
      'ORDER_NOT_FOUND',
      'ORDER_CONFLICT',
      'ORDER_CHANGES_EXHAUSTED',
      'VERSION_MISMATCH',
      'ORDER_CONTENDED',
    ],
  },
  'order-canceller': {
    operationId: 'cancelOrder',
    summary: 'Cancel an order, until its processing begins. A repeat has no further effect.',
    requestHeaders: { 'If-Match': 'The ETag of the order as it was read: cancel only that.' },
    responses: { 200: { description: 'The order, CANCELLED.', schema: 'Order' } },
    responseHeaders: ETAG,
    problems: [
      'REQUEST_INVALID',
      'ORDER_NOT_FOUND',
      'ORDER_CONFLICT',
      'VERSION_MISMATCH',
      'ORDER_CONTENDED',
    ],
  },
  'order-approver': {
    operationId: 'decideApproval',
    summary:
      'Decide on an order that waits for approval. No caller decides on an order of their own.',
    request: 'DecideApproval',
    requestHeaders: {
      'If-Match': 'The ETag of the order as it was read. A caller with a token has to send it.',
    },
    responses: {
      200: { description: 'The order, APPROVED or REJECTED, or further on.', schema: 'Order' },
    },
    responseHeaders: ETAG,
    problems: [
      ...OF_A_BODY,
      'ORDER_NOT_FOUND',
      'ORDER_CONFLICT',
      'VERSION_MISMATCH',
      'VERSION_REQUIRED',
      'ORDER_CONTENDED',
    ],
  },
  'order-timeline': {
    operationId: 'readTimeline',
    summary: 'Read every state that an order went through.',
    responses: { 200: { description: 'The timeline, oldest first.', schema: 'Timeline' } },
    responseHeaders: ETAG,
    problems: ['ORDER_NOT_FOUND'],
  },
  'event-ingestion': {
    operationId: 'sendEvent',
    summary: 'Send an external event, such as a vending machine.',
    request: 'SendEvent',
    requestHeaders: IDEMPOTENCY_KEY,
    responses: { 202: { description: 'The event is safe; this is its id.', schema: 'TakenEvent' } },
    problems: OF_A_BODY,
  },
};
