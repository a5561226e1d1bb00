import { toRecord, type ListOrders } from '@snacks/domain';

import { answerApiEvent } from '../http/api-handler.js';
import { jsonResponse, type ApiResponse } from '../http/api-response.js';
import type { LambdaHandler } from '../lambda-handler.js';
import { logged } from '../logging/logged.js';
import type { Logger } from '../logging/logger.js';
import { ListOrdersRequest } from '../requests/list-orders-request.js';
import { fromCursor, toCursor } from './cursor.js';

export interface OrderListerDependencies {
  readonly listOrders: ListOrders;
  readonly logger: Logger;
}

/** Answers GET /orders: a page of orders, newest first, and the cursor of the next page. */
export function createHandler({
  listOrders,
  logger,
}: OrderListerDependencies): LambdaHandler<ApiResponse> {
  return logged(logger, async (event, context) =>
    answerApiEvent(event, context, logger, async ({ query }, { actor }) => {
      const { status, customerId, limit, cursor } = ListOrdersRequest.from(query);
      const filter = {
        ...(status !== undefined && { status }),
        ...(customerId !== undefined && { customerId }),
      };
      const { orders, next } = await listOrders.execute({
        actor,
        limit,
        ...filter,
        ...(cursor !== undefined && { after: fromCursor(cursor, filter) }),
      });
      return jsonResponse(200, {
        orders: orders.map(toRecord),
        ...(next !== undefined && { nextCursor: toCursor(next, filter) }),
      });
    }),
  );
}
