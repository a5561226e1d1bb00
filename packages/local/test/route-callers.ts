import { anOrderRequest } from '@snacks/domain/testing';

/** Callers without a valid token. */
export const UNAUTHENTICATED = [
  'a caller without a token',
  'expired token',
  'token of another issuer',
  'token with a forged signature',
  'token with claims of one and signature of another',
  'token without a signature',
  'token signed with the public key as a secret',
  'text that is no token',
] as const;

/** A route with a valid request, and the status that each caller gets. */
export interface Row {
  readonly route: string;
  readonly body?: unknown;
  /** @default 401 */
  readonly withoutToken?: number;
  readonly gets: Readonly<Record<string, number>>;
}

const EVENT = { source: 'sensor-01', type: 'temperature', payload: 22.5 };

/** What callers get from the routes of operators: from an operator's own request, and else a refusal. */
const forOperators = (operator: number) => ({
  owner: 403,
  'another customer': 403,
  operator,
  approver: 403,
  device: 403,
});

const REASON = { reason: 'The table of routes and callers' };

/** Every route with a valid request, and the status that each caller gets. */
export const ROUTES: readonly Row[] = [
  {
    route: 'POST /orders',
    body: anOrderRequest(),
    gets: { owner: 201, 'another customer': 201, operator: 201, approver: 201, device: 201 },
  },
  {
    route: 'GET /orders',
    gets: { owner: 200, 'another customer': 200, operator: 200, approver: 200, device: 200 },
  },
  {
    route: 'GET /orders/{orderId}',
    gets: { owner: 200, 'another customer': 404, operator: 200, approver: 200, device: 404 },
  },
  {
    route: 'PUT /orders/{orderId}',
    body: anOrderRequest({ customerName: 'Jane' }),
    gets: { owner: 200, 'another customer': 404, operator: 200, approver: 403, device: 404 },
  },
  {
    route: 'DELETE /orders/{orderId}',
    gets: { owner: 200, 'another customer': 404, operator: 200, approver: 403, device: 404 },
  },
  {
    route: 'POST /orders/{orderId}/approval',
    body: { decision: 'approve' },
    gets: {
      owner: 403,
      'another customer': 403,
      operator: 403,
      approver: 200,
      'approver who owns it': 403,
      device: 403,
    },
  },
  {
    route: 'GET /orders/{orderId}/timeline',
    gets: { owner: 200, 'another customer': 404, operator: 200, approver: 200, device: 404 },
  },
  {
    route: 'GET /snacks',
    withoutToken: 200,
    gets: { owner: 200, 'another customer': 200, operator: 200, approver: 200, device: 200 },
  },
  {
    route: 'PUT /snacks/{name}',
    body: { price: 2.5 },
    gets: { owner: 403, 'another customer': 403, operator: 201, approver: 403, device: 403 },
  },
  {
    route: 'DELETE /snacks/{name}',
    gets: { owner: 403, 'another customer': 403, operator: 204, approver: 403, device: 403 },
  },
  {
    route: 'POST /events',
    body: EVENT,
    gets: { owner: 403, 'another customer': 403, operator: 202, approver: 403, device: 202 },
  },
  { route: 'GET /operations/overview', gets: forOperators(200) },
  { route: 'GET /operations/orders', gets: forOperators(200) },
  { route: 'GET /operations/orders/{orderId}', gets: forOperators(200) },
  { route: 'GET /operations/dead-letters', gets: forOperators(200) },
  {
    route: 'POST /operations/dead-letters/{queue}/{messageId}/dry-run',
    body: {},
    gets: forOperators(404),
  },
  {
    route: 'POST /operations/dead-letters/{queue}/redrive',
    body: { messageIds: 'all', ...REASON },
    gets: forOperators(200),
  },
  {
    route: 'PUT /operations/dead-letters/{queue}/{messageId}',
    body: { body: '{}', ...REASON },
    gets: forOperators(404),
  },
  {
    route: 'DELETE /operations/dead-letters/{queue}/{messageId}',
    body: REASON,
    gets: forOperators(404),
  },
  { route: 'GET /operations/stock', gets: forOperators(200) },
  {
    route: 'PUT /operations/stock/{name}',
    body: { available: 5, ...REASON },
    gets: forOperators(200),
  },
  { route: 'GET /operations/approvals', gets: forOperators(200) },
  { route: 'GET /operations/metrics', gets: forOperators(200) },
  { route: 'GET /operations/logs', gets: forOperators(200) },
  { route: 'GET /operations/actions', gets: forOperators(200) },
];

/** The same for the routes of the local platform alone. */
export const LOCAL_ROUTES: readonly Row[] = [
  { route: 'GET /local/queues', gets: forOperators(200) },
  { route: 'GET /local/queues/{name}', gets: forOperators(404) },
  { route: 'POST /local/queues/{name}/redrive', gets: forOperators(404) },
  { route: 'GET /local/approvals', gets: forOperators(200) },
  { route: 'GET /local/approvals/{orderId}', gets: forOperators(200) },
  { route: 'GET /local/events', gets: forOperators(200) },
  { route: 'GET /local/metrics', gets: forOperators(200) },
  { route: 'GET /local/stock/{name}', gets: forOperators(200) },
  { route: 'PUT /local/stock/{name}', body: { available: 5 }, gets: forOperators(200) },
  { route: 'GET /local/payments/{orderId}', gets: forOperators(404) },
  { route: 'GET /local/faults', gets: forOperators(200) },
  { route: 'PUT /local/faults', body: { faults: [] }, gets: forOperators(200) },
  { route: 'DELETE /local/faults', gets: forOperators(200) },
  { route: 'GET /local/payment-rules', gets: forOperators(200) },
  { route: 'PUT /local/payment-rules', body: { rules: [] }, gets: forOperators(200) },
  { route: 'GET /local/invariants', gets: forOperators(200) },
];

/** Returns one case for each route and caller, those without a valid token among them. */
export function casesOf(rows: readonly Row[]) {
  return rows.flatMap(({ route, body, withoutToken = 401, gets }) =>
    Object.entries(gets)
      .concat(UNAUTHENTICATED.map((who): [string, number] => [who, withoutToken]))
      .map(([who, status]) => ({ route, who, status, body })),
  );
}
