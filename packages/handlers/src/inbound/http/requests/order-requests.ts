import {
  isFields,
  OrderInvalidError,
  readOrderRequest,
  type DeliveryPreferences,
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
  const unknown = unknownFieldsIn([
    { value: body, known: Object.keys(request), path: '' },
    ...items.map((value, index) => ({ value, known: ITEM_FIELDS, path: `snackItems[${index}]` })),
    { value: deliveryPreferences, known: DELIVERY_FIELDS, path: 'deliveryPreferences' },
  ]);
  fill(request, body);
  // It refuses the request, with the other issues as well: the client gets all of them at once.
  if (unknown.length > 0) readOrderRequest(request, unknown);
  return request;
}
