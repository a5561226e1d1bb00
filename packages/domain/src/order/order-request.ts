import { OrderInvalidError, TotalMismatchError } from '../errors.js';
import { FIELD_RULES, isFields, issueOf, type FieldIssue, type FieldRule } from './field-rules.js';
import { parseAmount, sumLines, toDecimal, type Cents } from './money.js';
import type { DeliveryPreferences, OrderContent, Priority, SnackItem } from './order.js';

/** An order as a client states it: the record's names, amounts as decimals. */
export interface OrderRequest {
  readonly customerName: string;
  readonly snackItems: readonly {
    readonly name: string;
    readonly quantity: number;
    readonly price: number;
  }[];
  /** What the client expects to pay. It must be the exact price of the items. */
  readonly totalAmount: number;
  /** `medium` where it is left out. */
  readonly priority?: Priority;
  readonly deliveryPreferences?: DeliveryPreferences;
}

/** Collects what is wrong, so that the client hears all of it at once. */
class Reading {
  readonly issues: FieldIssue[] = [];

  required<T>(field: string, rule: FieldRule<T>, value: unknown): T | undefined {
    if (rule.accepts(value)) return value;
    this.issues.push(issueOf(field, rule));
    return undefined;
  }

  optional<T>(field: string, rule: FieldRule<T>, value: unknown): T | undefined {
    return value === undefined ? undefined : this.required(field, rule, value);
  }

  amount(field: string, rule: FieldRule<number>, value: unknown): Cents | undefined {
    return parseAmount(this.required(field, rule, value));
  }
}

function readItem(reading: Reading, path: string, value: unknown): SnackItem | undefined {
  const item = reading.required(path, FIELD_RULES.snackItem, value);
  if (item === undefined) return undefined;

  const name = reading.required(`${path}.name`, FIELD_RULES.name, item.name);
  const quantity = reading.required(`${path}.quantity`, FIELD_RULES.quantity, item.quantity);
  const price = reading.amount(`${path}.price`, FIELD_RULES.price, item.price);
  return name === undefined || quantity === undefined || price === undefined
    ? undefined
    : { name, quantity, price };
}

function readDelivery(reading: Reading, value: unknown): DeliveryPreferences | undefined {
  const path = 'deliveryPreferences';
  const stated = reading.optional(path, FIELD_RULES.deliveryPreferences, value);
  if (stated === undefined) return undefined;

  const method = reading.optional(`${path}.method`, FIELD_RULES.method, stated.method);
  const address = reading.optional(`${path}.address`, FIELD_RULES.address, stated.address);
  const instructions = reading.optional(
    `${path}.instructions`,
    FIELD_RULES.instructions,
    stated.instructions,
  );
  return {
    ...(method !== undefined && { method }),
    ...(address !== undefined && { address }),
    ...(instructions !== undefined && { instructions }),
  };
}

/**
 * Checks a request by every rule of the domain and turns it into what an order holds: amounts in
 * cents, the priority filled in. Fields that the domain does not know are left out.
 *
 * @throws {OrderInvalidError} with an issue for each broken rule.
 * @throws {TotalMismatchError} where `totalAmount` is not the exact price of the items.
 */
export function readOrderRequest(request: OrderRequest): OrderContent {
  return readOrderContent(request);
}

/** {@link readOrderRequest} for data of unknown origin. */
export function readOrderContent(stated: unknown): OrderContent {
  const reading = new Reading();
  if (!isFields(stated)) {
    throw new OrderInvalidError([
      { field: '', code: 'REQUEST_INVALID', message: 'the request must be an object' },
    ]);
  }

  const customerName = reading.required(
    'customerName',
    FIELD_RULES.customerName,
    stated.customerName,
  );
  const listed = reading.required('snackItems', FIELD_RULES.snackItems, stated.snackItems) ?? [];
  const snackItems: SnackItem[] = [];
  for (const [index, value] of listed.entries()) {
    const item = readItem(reading, `snackItems[${index}]`, value);
    if (item !== undefined) snackItems.push(item);
  }
  const totalAmount = reading.amount('totalAmount', FIELD_RULES.totalAmount, stated.totalAmount);
  const priority = reading.optional('priority', FIELD_RULES.priority, stated.priority) ?? 'medium';
  const deliveryPreferences = readDelivery(reading, stated.deliveryPreferences);

  const expected = sumLines(snackItems);
  if (
    reading.issues.length > 0 ||
    customerName === undefined ||
    totalAmount === undefined ||
    expected === undefined
  ) {
    throw new OrderInvalidError(reading.issues);
  }
  if (totalAmount !== expected) {
    throw new TotalMismatchError(toDecimal(expected), toDecimal(totalAmount));
  }
  return {
    customerName,
    snackItems,
    totalAmount,
    priority,
    ...(deliveryPreferences !== undefined && { deliveryPreferences }),
  };
}
