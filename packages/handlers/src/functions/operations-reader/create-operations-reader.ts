import { toRecord } from '@snacks/domain';
import {
  DryRunMessage,
  FindOrders,
  ListActions,
  ListApprovals,
  ListDeadLetters,
  ListStock,
  ReadMetrics,
  ReadOrder,
  ReadOverview,
  SearchLogs,
  type OperationsPorts,
  type PlatformMap,
} from '@snacks/operations';
import type {
  Approvals,
  FoundLogLines,
  FoundOrders,
  OperatorActions,
  Stock,
} from '@snacks/operations/contract';

import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { orderIdOf, readJsonBody, type ApiRequest } from '../../inbound/http/api-request.js';
import { jsonResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { RequestError } from '../../inbound/http/request-error.js';
import {
  DryRunRequest,
  FindOrdersRequest,
  ListDeadLettersRequest,
  ListStockRequest,
  PageRequest,
  ReadMetricsRequest,
  SearchLogsRequest,
} from '../../inbound/http/requests/operations-requests.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import type { CursorSigner, Listing } from '../order-lister/cursor-signer.js';

/** The ports that operators read from. */
export type ReaderPorts = Omit<OperationsPorts, 'ids'>;

export interface OperationsReaderDependencies extends ApiDependencies {
  readonly ports: ReaderPorts;
  readonly map: PlatformMap;
  readonly cursors: CursorSigner;
}

/** Returns the body of a response. */
type Read = (request: ApiRequest, caller: string | undefined) => Promise<unknown>;

/** Handles the routes of the operators' API that change nothing. */
export function createOperationsReader(
  dependencies: OperationsReaderDependencies,
): LambdaHandler<ApiResponse> {
  const routes: Readonly<Record<string, Read>> = {
    ...orderRoutes(dependencies),
    ...platformRoutes(dependencies),
  };
  return apiHandler('operations-reader', dependencies, async (request, { actor }) => {
    const read = Object.hasOwn(routes, request.route) ? routes[request.route] : undefined;
    if (read === undefined) throw new RequestError('ROUTE_NOT_FOUND', 'Unknown route.');
    return jsonResponse(200, await read(request, actor.subject));
  });
}

function orderRoutes({ ports, map, cursors }: OperationsReaderDependencies): Record<string, Read> {
  const findOrders = new FindOrders(ports, map);
  const readOrder = new ReadOrder(ports, map);
  const listApprovals = new ListApprovals(ports, map);
  return {
    'GET /operations/orders': async ({ query, route }, caller) => {
      const { cursor, ...filter } = FindOrdersRequest.from(query);
      const { status, customerId, waitingLongerThan: seconds } = filter;
      const listing: Listing = {
        // A listing of operators is another one than that of GET /orders.
        status: [route, status ?? '', seconds ?? ''].join(' '),
        ...(customerId !== undefined && { customerId }),
        caller,
      };
      const page = await findOrders.execute({
        ...withoutAbsent(filter),
        limit: filter.limit,
        ...(cursor !== undefined && { after: cursors.verify(cursor, listing) }),
      });
      return {
        items: page.orders.map((order) => toRecord(order)),
        ...(page.next !== undefined && { nextCursor: cursors.sign(page.next, listing) }),
      } satisfies FoundOrders;
    },
    'GET /operations/orders/{orderId}': async (request) => readOrder.execute(orderIdOf(request)),
    'GET /operations/approvals': async ({ query, route }, caller) => {
      const { limit, cursor } = PageRequest.from(query);
      const listing: Listing = { status: route, caller };
      const page = await listApprovals.execute({
        limit,
        ...(cursor !== undefined && { after: cursors.verify(cursor, listing) }),
      });
      return {
        items: page.approvals.map(({ order, ...wait }) => ({ order: toRecord(order), ...wait })),
        ...(page.next !== undefined && { nextCursor: cursors.sign(page.next, listing) }),
      } satisfies Approvals;
    },
  };
}

function platformRoutes({
  ports,
  map,
  cursors,
}: OperationsReaderDependencies): Record<string, Read> {
  const overview = new ReadOverview(ports, map);
  const listDeadLetters = new ListDeadLetters(ports, map);
  const dryRun = new DryRunMessage(ports, map);
  const listStock = new ListStock(ports);
  const readMetrics = new ReadMetrics(ports, map);
  const searchLogs = new SearchLogs(ports, map);
  const listActions = new ListActions(ports);
  return {
    'GET /operations/overview': async () => overview.execute(),
    'GET /operations/dead-letters': async ({ query }) =>
      listDeadLetters.execute(withoutAbsent(ListDeadLettersRequest.from(query))),
    'POST /operations/dead-letters/{queue}/{messageId}/dry-run': async (request) => {
      const { queue = '', messageId = '' } = request.path;
      const { body } = DryRunRequest.from(readJsonBody(request));
      return dryRun.execute({ queue, messageId, ...(body !== undefined && { body }) });
    },
    'GET /operations/stock': async ({ query }) =>
      ({
        items: await listStock.execute(withoutAbsent(ListStockRequest.from(query))),
      }) satisfies Stock,
    'GET /operations/metrics': async ({ query }) =>
      readMetrics.execute(ReadMetricsRequest.from(query)),
    'GET /operations/logs': async ({ query }) => {
      const request = SearchLogsRequest.from(query);
      const { lines, more } = await searchLogs.execute({
        ...withoutAbsent(request),
        limit: request.limit,
      });
      return { items: lines, more } satisfies FoundLogLines;
    },
    'GET /operations/actions': async ({ query, route }, caller) => {
      const { limit, cursor } = PageRequest.from(query);
      const listing: Listing = { status: route, caller };
      const after = cursor === undefined ? undefined : cursors.verify(cursor, listing);
      const { actions, next } = await listActions.execute({
        limit,
        ...(after !== undefined && { after: { at: after.createdAt, actionId: after.orderId } }),
      });
      const last = next && { createdAt: next.at, orderId: next.actionId };
      return {
        items: actions,
        ...(last !== undefined && { nextCursor: cursors.sign(last, listing) }),
      } satisfies OperatorActions;
    },
  };
}

/** The type with no field that may be `undefined`. */
type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The fields of a request that were sent. */
function withoutAbsent<T extends object>(request: T): Partial<Present<T>> {
  const sent: Partial<Present<T>> = {};
  return Object.assign(
    sent,
    Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)),
  );
}
