import { FIELD_RULES } from '@snacks/domain';

import { MayBeLeftOut, Meets } from './meets.js';
import { readOrder, UpdateOrderRequest } from './update-order-request.js';

/** The body of a request that places an order. */
export class PlaceOrderRequest extends UpdateOrderRequest {
  @MayBeLeftOut()
  @Meets(FIELD_RULES.customerId)
  customerId?: string;

  static override from(body: unknown): PlaceOrderRequest {
    return readOrder(new PlaceOrderRequest(), body);
  }
}
