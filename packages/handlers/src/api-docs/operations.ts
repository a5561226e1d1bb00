import { FIELD_RULES } from '@snacks/domain';

import type { ProblemCode } from '../inbound/http/problem-kinds.js';
import type { RouteKey } from '../topology/api.js';
import { OF_A_BODY, type Operation } from './operation.js';
import { OPERATORS_OPERATIONS } from './operators-operations.js';

/** The problems that every route can respond with. */
export const PROBLEMS_OF_ALL: readonly ProblemCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL_ERROR',
];

/** Those of them that a route without a token can respond with. */
export const PROBLEMS_OF_PUBLIC_ROUTES = PROBLEMS_OF_ALL.filter(
  (code) => code !== 'UNAUTHENTICATED' && code !== 'FORBIDDEN',
);

/** The problems of every route whose body is an order. */
const OF_AN_ORDER: readonly ProblemCode[] = [
  ...OF_A_BODY,
  'ORDER_INVALID',
  'TOTAL_MISMATCH',
  'PRICES_REFUSED',
];

const ETAG = { ETag: 'The version of the order, in quotes.' };
const IDEMPOTENCY_KEY = {
  'Idempotency-Key': `Makes the request safe to retry. It ${FIELD_RULES.idempotencyKey.message}.`,
};

/** The documentation of every route. A missing route is a type error. */
export const OPERATIONS: Readonly<Record<RouteKey, Operation>> = {
  'POST /orders': {
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
  'GET /orders': {
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
  'GET /orders/{orderId}': {
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
  'PUT /orders/{orderId}': {
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
  'DELETE /orders/{orderId}': {
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
  'POST /orders/{orderId}/approval': {
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
  'GET /orders/{orderId}/timeline': {
    operationId: 'readTimeline',
    summary: 'Read the timeline of an order: every state it has had.',
    responses: { 200: { description: 'The timeline, oldest first.', schema: 'Timeline' } },
    responseHeaders: ETAG,
    problems: ['ORDER_NOT_FOUND'],
  },
  'GET /snacks': {
    operationId: 'listSnacks',
    summary: 'List all snacks on sale and their prices. Needs no token.',
    requestHeaders: { 'If-None-Match': 'The ETag of the version that the caller has.' },
    responses: {
      200: { description: 'The snacks, sorted by name.', schema: 'Catalogue' },
      304: { description: 'The caller has the current version of the catalogue.' },
    },
    responseHeaders: {
      ETag: 'The version of the catalogue, in quotes.',
      'Cache-Control': 'How long a cache may use the response.',
    },
    problems: [],
  },
  'PUT /snacks/{name}': {
    operationId: 'putSnack',
    summary:
      'Put a snack on sale, or change its price. Orders that were placed before keep theirs.',
    request: 'PutSnack',
    responses: {
      200: { description: 'The snack, which was on sale before.', schema: 'Snack' },
      201: { description: 'The snack, which is new on sale.', schema: 'Snack' },
    },
    problems: [...OF_A_BODY, 'CATALOGUE_FULL', 'CATALOGUE_CONTENDED'],
  },
  'DELETE /snacks/{name}': {
    operationId: 'removeSnack',
    summary: 'Take a snack off sale. A repeated request has no further effect.',
    responses: { 204: { description: 'The snack is not on sale.' } },
    problems: ['REQUEST_INVALID', 'CATALOGUE_CONTENDED'],
  },
  'POST /events': {
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
  ...OPERATORS_OPERATIONS,
};
