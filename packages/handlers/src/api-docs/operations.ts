import { FIELD_RULES, type FieldRule } from '@snacks/domain';

import type { ProblemCode } from '../inbound/http/problem-kinds.js';
import type { ApiFunctionName } from '../topology/api.js';

/** The documentation of a route, in addition to the topology. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  /** The name of the schema of the request body. */
  readonly request?: string;
  readonly query?: Readonly<Record<string, FieldRule>>;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  /** The successful responses by status, each with the name of the schema of its body. */
  readonly responses: Readonly<
    Record<number, { readonly description: string; readonly schema?: string }>
  >;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** The problems of this route, in addition to {@link PROBLEMS_OF_ALL}. */
  readonly problems: readonly ProblemCode[];
}

/** The problems that every route can respond with. */
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

/** The problems of every route whose body is an order. */
const OF_AN_ORDER: readonly ProblemCode[] = [...OF_A_BODY, 'ORDER_INVALID', 'TOTAL_MISMATCH'];

const ETAG = { ETag: 'The version of the order, in quotes.' };
const IDEMPOTENCY_KEY = {
  'Idempotency-Key': `Makes the request safe to retry. It ${FIELD_RULES.idempotencyKey.message}.`,
};

/** The documentation of every route, by its function. A missing route is a type error. */
export const OPERATIONS: Readonly<Record<ApiFunctionName, Operation>> = {
  'order-creator': {
    operationId: 'placeOrder',
    summary: 'Place an order.',
    request: 'PlaceOrder',
    requestHeaders: IDEMPOTENCY_KEY,
    responses: {
      200: {
        description:
          'The existing order: a request with this idempotency key has placed it before.',
        schema: 'Order',
      },
      201: { description: 'The new order.', schema: 'Order' },
    },
    responseHeaders: { ...ETAG, Location: 'The URL of the order.' },
    problems: [...OF_AN_ORDER, 'IDEMPOTENCY_KEY_REUSED'],
  },
  'order-lister': {
    operationId: 'listOrders',
    summary: 'List orders, newest first. A customer sees only their own orders.',
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
    requestHeaders: { 'If-None-Match': 'The ETag of the version that the caller has.' },
    responses: {
      200: { description: 'The order.', schema: 'Order' },
      304: { description: 'The caller has the current version of the order.' },
    },
    responseHeaders: ETAG,
    problems: ['ORDER_NOT_FOUND'],
  },
  'order-updater': {
    operationId: 'updateOrder',
    summary: 'Replace the content of an order. Possible until its processing starts.',
    request: 'UpdateOrder',
    requestHeaders: {
      'If-Match': 'The ETag of the version to replace. Another version is not replaced.',
    },
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
    summary:
      'Cancel an order. Possible until its processing starts. A repeated request has no further effect.',
    requestHeaders: {
      'If-Match': 'The ETag of the version to cancel. Another version is not cancelled.',
    },
    responses: { 200: { description: 'The cancelled order.', schema: 'Order' } },
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
      'Approve or reject an order that waits for approval. Callers cannot decide on their own orders.',
    request: 'DecideApproval',
    requestHeaders: {
      'If-Match': 'The ETag of the version to decide on. Required if the caller sends a token.',
    },
    responses: {
      200: { description: 'The order, APPROVED, REJECTED, or in a later state.', schema: 'Order' },
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
    summary: 'Read the timeline of an order: every state it has had.',
    responses: { 200: { description: 'The timeline, oldest first.', schema: 'Timeline' } },
    responseHeaders: ETAG,
    problems: ['ORDER_NOT_FOUND'],
  },
  'event-ingestion': {
    operationId: 'sendEvent',
    summary: 'Send an external event, for example from a vending machine.',
    request: 'SendEvent',
    requestHeaders: IDEMPOTENCY_KEY,
    responses: {
      202: {
        description:
          'The id of the accepted event. The event is stored durably and will be handled.',
        schema: 'TakenEvent',
      },
    },
    problems: OF_A_BODY,
  },
};
