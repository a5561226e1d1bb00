import {
  FIELD_RULES,
  isFields,
  issueOf,
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

/** Nothing but objects may reach the validation: it walks into whatever is nested. */
function assertObjects(
  items: readonly unknown[],
): asserts items is readonly Readonly<Record<string, unknown>>[] {
  const issues = items.flatMap((item, index) =>
    isFields(item) ? [] : [issueOf(`snackItems[${index}]`, FIELD_RULES.snackItem)],
  );
  if (issues.length > 0) throw new OrderInvalidError(issues);
}

/** The body of a request that replaces what an order asks for. */
export class UpdateOrderRequest implements OrderRequest {
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
  @Meets(FIELD_RULES.deliveryPreferences)
  @ValidateNested()
  deliveryPreferences?: DeliveryPreferencesRequest;

  /**
   * Reads a parsed body.
   *
   * @throws {OrderInvalidError} with an issue for each field that is not as it must be.
   */
  static from(body: unknown): UpdateOrderRequest {
    return readOrder(new UpdateOrderRequest(), body);
  }
}

/** Fills a request with what a body says, lines and preferences included, and checks it. */
export function readOrder<T extends UpdateOrderRequest>(empty: T, body: unknown): T {
  const reader = new RequestReader();
  const fields = reader.fieldsOf(body);
  const request = reader.read(empty, fields);
  const { snackItems, deliveryPreferences } = fields;
  if (FIELD_RULES.snackItems.accepts(snackItems)) {
    assertObjects(snackItems);
    request.snackItems = snackItems.map((item, index) =>
      reader.read(new SnackItemRequest(), item, `snackItems[${index}]`),
    );
  } else {
    request.snackItems = []; // refused by its rule, whatever it was
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
