import {
  hasCode,
  isFields,
  OrderInvalidError,
  readOrderRequest,
  type DeliveryPreferences,
  type FieldIssue,
  type OrderRequest,
  type Priority,
} from '@snacks/domain';

import { fill, NOT_AN_OBJECT, unknownFieldsIn } from './fields.js';

const ITEM_FIELDS = ['name', 'quantity', 'price'];
const DELIVERY_FIELDS = ['method', 'address', 'instructions'];

/**
 * The body of a request that replaces the content of an order, with its fields as the client sent them.
 * This class checks only their names. The use case checks their values.
 */
export class UpdateOrderRequest implements OrderRequest {
  customerName!: string;
  snackItems!: OrderRequest['snackItems'];
  totalAmount!: number;
  priority?: Priority;
  deliveryPreferences?: DeliveryPreferences;

  /**
   * Reads a parsed body.
   *
   * @throws {OrderInvalidError} if the body is not an object, or has unknown fields. It has an issue for
   *   each field that is unknown or wrong.
   */
  static from(body: unknown): UpdateOrderRequest {
    return readOrder(new UpdateOrderRequest(), body);
  }
}

/** The body of a request that places an order. */
export class PlaceOrderRequest extends UpdateOrderRequest {
  customerId?: string;

  static override from(body: unknown): PlaceOrderRequest {
    return readOrder(new PlaceOrderRequest(), body);
  }
}

function readOrder<T extends UpdateOrderRequest>(request: T, body: unknown): T {
  if (!isFields(body)) throw new OrderInvalidError([NOT_AN_OBJECT]);
  const { snackItems, deliveryPreferences } = body;
  const items: unknown[] = Array.isArray(snackItems) ? snackItems : [];
  const unknown = [
    ...unknownFieldsIn(body, Object.keys(request)),
    ...items.flatMap((item, index) => unknownFieldsIn(item, ITEM_FIELDS, `snackItems[${index}]`)),
    ...unknownFieldsIn(deliveryPreferences, DELIVERY_FIELDS, 'deliveryPreferences'),
  ];
  fill(request, body);
  if (unknown.length > 0) throw new OrderInvalidError([...issuesOf(request), ...unknown]);
  return request;
}

/** Returns the other issues of a refused request, so that the client gets all of them at once. */
function issuesOf(request: OrderRequest): readonly FieldIssue[] {
  try {
    readOrderRequest(request);
    return [];
  } catch (error) {
    if (hasCode(error, 'ORDER_INVALID')) return error.issues;
    if (hasCode(error, 'TOTAL_MISMATCH')) return [];
    throw error;
  }
}
