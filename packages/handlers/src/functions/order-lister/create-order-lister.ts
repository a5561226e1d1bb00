import { toRecord } from '@snacks/domain';
import type { ListOrders } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { jsonResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { ListOrdersRequest } from '../../inbound/http/requests/list-orders-request.js';
import type { CursorSigner } from './cursor-signer.js';

export interface OrderListerDependencies extends ApiDependencies {
  readonly listOrders: ListOrders;
  readonly cursors: CursorSigner;
}

/** Handles GET /orders: responds with a page of orders, newest first, and the cursor of the next page. */
export function createOrderLister(
  dependencies: OrderListerDependencies,
): LambdaHandler<ApiResponse> {
  const { listOrders, cursors } = dependencies;
  return apiHandler('order-lister', dependencies, async ({ query }, { actor }) => {
    const { status, customerId, limit, cursor } = ListOrdersRequest.from(query);
    const filter = {
      ...(status !== undefined && { status }),
      ...(customerId !== undefined && { customerId }),
    };
    const listing = { ...filter, caller: actor.subject };
    const { orders, next } = await listOrders.execute({
      actor,
      limit,
      ...filter,
      ...(cursor !== undefined && { after: cursors.verify(cursor, listing) }),
    });
    return jsonResponse(200, {
      orders: orders.map(toRecord),
      ...(next !== undefined && { nextCursor: cursors.sign(next, listing) }),
    });
  });
}

/** The function over the use cases of a composition. */
export function orderLister(
  composition: CompositionFor<'listOrders'>,
  own: Omit<OrderListerDependencies, 'listOrders'>,
): ReturnType<typeof createOrderLister> {
  return createOrderLister({
    listOrders: composition.get(USE_CASES.listOrders),
    ...own,
  });
}
