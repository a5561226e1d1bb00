import { FIELD_RULES } from '@snacks/domain';
import { OPERATIONS_FIELD_RULES } from '@snacks/operations';

import type { OPERATIONS_ROUTES } from '../topology/operations-routes.js';
import { OF_A_BODY, type Operation } from './operation.js';

type OperatorsRoute = (typeof OPERATIONS_ROUTES)[number];

/** A route of the operators' API, such as `GET /operations/stock`. */
type OperatorsRouteKey = OperatorsRoute extends infer R
  ? R extends OperatorsRoute
    ? `${R['method']} ${R['path']}`
    : never
  : never;

const PAGE = { limit: FIELD_RULES.limit, cursor: FIELD_RULES.cursor };
const OF_A_PAGE = ['REQUEST_INVALID', 'CURSOR_INVALID'] as const;
const OF_A_MESSAGE = ['QUEUE_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'NOT_REDRIVABLE'] as const;

/** The documentation of every route of the operators' API. A missing route is a type error. */
export const OPERATORS_OPERATIONS: Readonly<Record<OperatorsRouteKey, Operation>> = {
  'GET /operations/overview': {
    operationId: 'readOverview',
    summary: 'Read the state of the platform: queues, dead letters, functions, unfinished orders.',
    responses: { 200: { description: 'The platform now.', schema: 'Overview' } },
    problems: [],
  },
  'GET /operations/orders': {
    operationId: 'findOrders',
    summary: 'Find orders of all customers, newest first: by state, customer, id, or waiting time.',
    query: {
      q: OPERATIONS_FIELD_RULES.q,
      status: FIELD_RULES.status,
      customerId: FIELD_RULES.customerId,
      waitingLongerThan: OPERATIONS_FIELD_RULES.waitingLongerThan,
      ...PAGE,
    },
    responses: { 200: { description: 'A page of orders.', schema: 'FoundOrders' } },
    problems: OF_A_PAGE,
  },
  'GET /operations/orders/{orderId}': {
    operationId: 'readOrderView',
    summary: 'Read everything that is known of an order, on one time axis, with what happens next.',
    responses: { 200: { description: 'The order.', schema: 'OrderView' } },
    problems: ['ORDER_NOT_FOUND'],
  },
  'GET /operations/dead-letters': {
    operationId: 'listDeadLetters',
    summary: 'List the messages of dead-letter queues, oldest first.',
    query: { queue: OPERATIONS_FIELD_RULES.queue },
    responses: { 200: { description: 'The messages.', schema: 'DeadLetters' } },
    problems: ['REQUEST_INVALID', 'QUEUE_NOT_FOUND'],
  },
  'POST /operations/dead-letters/{queue}/{messageId}/dry-run': {
    operationId: 'dryRunMessage',
    summary: 'Read what the handler would do with a message now. Changes nothing.',
    request: 'DryRunMessage',
    responses: { 200: { description: 'What the handler would do.', schema: 'DryRun' } },
    problems: [...OF_A_BODY, ...OF_A_MESSAGE],
  },
  'POST /operations/dead-letters/{queue}/redrive': {
    operationId: 'redriveMessages',
    summary: 'Send chosen messages, or all, to the queue that they failed in.',
    request: 'RedriveMessages',
    responses: { 200: { description: 'What became of the messages.', schema: 'Redriven' } },
    problems: [...OF_A_BODY, 'QUEUE_NOT_FOUND', 'NOT_REDRIVABLE', 'REDRIVE_RUNNING'],
  },
  'PUT /operations/dead-letters/{queue}/{messageId}': {
    operationId: 'editMessage',
    summary: 'Send a message with another body to the queue that it failed in.',
    request: 'EditMessage',
    responses: { 200: { description: 'The queue that it was sent to.', schema: 'EditedMessage' } },
    problems: [...OF_A_BODY, ...OF_A_MESSAGE, 'MESSAGE_INVALID'],
  },
  'DELETE /operations/dead-letters/{queue}/{messageId}': {
    operationId: 'deleteMessage',
    summary: 'Delete a message. What it was about is not done.',
    request: 'Reason',
    responses: { 204: { description: 'The message is deleted.' } },
    problems: [...OF_A_BODY, 'QUEUE_NOT_FOUND', 'MESSAGE_NOT_FOUND'],
  },
  'GET /operations/stock': {
    operationId: 'listStock',
    summary:
      'List the stock of snacks: of those in the catalogue, in the latest orders, and set by operators.',
    query: { name: FIELD_RULES.name },
    responses: { 200: { description: 'The stock.', schema: 'Stock' } },
    problems: ['REQUEST_INVALID'],
  },
  'PUT /operations/stock/{name}': {
    operationId: 'setStock',
    summary: 'Set the available pieces of a snack.',
    request: 'SetStock',
    responses: { 200: { description: 'The stock of the snack.', schema: 'StockRow' } },
    problems: OF_A_BODY,
  },
  'GET /operations/approvals': {
    operationId: 'listApprovals',
    summary: 'List the orders that wait for approval, with their deadlines, newest first.',
    query: PAGE,
    responses: { 200: { description: 'A page of orders.', schema: 'Approvals' } },
    problems: OF_A_PAGE,
  },
  'GET /operations/metrics': {
    operationId: 'readMetrics',
    summary: 'Read the metrics of the last minutes. The latest two or three may be incomplete.',
    query: { minutes: OPERATIONS_FIELD_RULES.minutes },
    responses: { 200: { description: 'The metrics, oldest first.', schema: 'Metrics' } },
    problems: ['REQUEST_INVALID'],
  },
  'GET /operations/logs': {
    operationId: 'searchLogs',
    summary: 'Search the logs of the functions, newest lines first, at most a day back.',
    query: {
      q: OPERATIONS_FIELD_RULES.q,
      orderId: FIELD_RULES.orderId,
      service: OPERATIONS_FIELD_RULES.service,
      since: OPERATIONS_FIELD_RULES.since,
      limit: OPERATIONS_FIELD_RULES.logLimit,
    },
    responses: { 200: { description: 'The lines.', schema: 'LogLines' } },
    problems: ['REQUEST_INVALID'],
  },
  'GET /operations/actions': {
    operationId: 'listActions',
    summary: 'List what operators changed, who and why, newest first.',
    query: PAGE,
    responses: { 200: { description: 'A page of actions.', schema: 'OperatorActions' } },
    problems: OF_A_PAGE,
  },
};
