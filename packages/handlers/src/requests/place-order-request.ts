import {
  FIELD_RULES,
  isFields,
  OrderInvalidError,
  type DeliveryMethod,
  type OrderRequest,
  type Priority,
} from '@snacks/domain';
import { ValidateNested } from 'class-validator';

import { MayBeLeftOut, Meets } from './meets.js';
import { RequestReader } from './request-reader.js';

class SnackItemRequest {
  @Meets(FIELD_RULES.name)
  name!: string;

  @Meets(FIELD_RULES.quantity)
  quantity!: number;

  @Meets(FIELD_RULES.price)
  price!: number;
}

class DeliveryPreferencesRequest {
  @MayBeLeftOut()
  @Meets(FIELD_RULES.method)
  method?: DeliveryMethod;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.address)
  address?: string;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.instructions)
  instructions?: string;
}

/** The body of a request that places an order. */
export class PlaceOrderRequest implements OrderRequest {
  @Meets(FIELD_RULES.customerName)
  customerName!: string;

  @Meets(FIELD_RULES.snackItems)
  @ValidateNested({ each: true })
  snackItems!: SnackItemRequest[];

  @Meets(FIELD_RULES.totalAmount)
  totalAmount!: number;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.priority)
  priority?: Priority;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.customerId)
  customerId?: string;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.deliveryPreferences)
  @ValidateNested()
  deliveryPreferences?: DeliveryPreferencesRequest;

  /**
   * Reads a parsed body.
   *
   * @throws {OrderInvalidError} with an issue for each field that is not as it must be.
   */
  static from(body: unknown): PlaceOrderRequest {
    if (!isFields(body)) {
      throw new OrderInvalidError([
        { field: '', code: 'REQUEST_INVALID', message: 'the request must be a JSON object' },
      ]);
    }
    const reader = new RequestReader();
    const request = reader.read(new PlaceOrderRequest(), body);
    const { snackItems, deliveryPreferences } = body;
    if (FIELD_RULES.snackItems.accepts(snackItems)) {
      const items = snackItems.map((item, index) =>
        isFields(item) ? reader.read(new SnackItemRequest(), item, `snackItems[${index}]`) : item,
      );
      Object.assign(request, { snackItems: items });
    }
    if (isFields(deliveryPreferences)) {
      request.deliveryPreferences = reader.read(
        new DeliveryPreferencesRequest(),
        deliveryPreferences,
        'deliveryPreferences',
      );
    }
    return reader.check(request);
  }
}
