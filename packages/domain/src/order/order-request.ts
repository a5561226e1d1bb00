import { OrderInvalidError, TotalMismatchError } from '../errors.js';
import { FIELD_RULES, isFields, issueOf, type FieldIssue, type FieldRule } from './field-rules.js';
import { parseAmount, sumLines, toDecimal, type Cents } from './money.js';
import { normalise } from './text.js';
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

/**
 * Collects what is wrong, so that the client hears all of it at once.
 *
 * Texts of a request are normalised, and held to the rules of today. Those of a stored order were
 * held to the rules of the version that took it: they stay as they are.
 */
class Reading {
  readonly issues: FieldIssue[] = [];

  constructor(private readonly of: 'a request' | 'a stored order') {}

  text(field: string, rule: FieldRule<string>, value: unknown): string | undefined {
    if (this.of === 'a stored order') {
      return this.required(field, { ...rule, accepts: isSomeText }, value);
    }
    return this.required(field, rule, typeof value === 'string' ? normalise(value) : value);
  }

  optionalText(field: string, rule: FieldRule<string>, value: unknown): string | undefined {
    return value === undefined ? undefined : this.text(field, rule, value);
  }

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

function isSomeText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function readItem(reading: Reading, path: string, value: unknown): SnackItem | undefined {
  const item = reading.required(path, FIELD_RULES.snackItem, value);
  if (item === undefined) return undefined;

  const name = reading.text(`${path}.name`, FIELD_RULES.name, item.name);
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
  const address = reading.optionalText(`${path}.address`, FIELD_RULES.address, stated.address);
  const instructions = reading.optionalText(
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
 * cents, texts normalised, the priority filled in. Fields that the domain does not know are left out.
 *
 * @throws {OrderInvalidError} with an issue for each broken rule.
 * @throws {TotalMismatchError} where `totalAmount` is not the exact price of the items.
 */
export function readOrderRequest(request: OrderRequest): OrderContent {
  return readOrderContent(request);
}

/** {@link readOrderRequest} for data of unknown origin. */
export function readOrderContent(stated: unknown): OrderContent {
  return readContent(stated, new Reading('a request'));
}

/**
 * What a stored order asks for: by the same rules, but for its texts, which may be any that an earlier
 * version of the domain took.
 *
 * @throws as {@link readOrderRequest} does.
 */
export function readStoredContent(stated: unknown): OrderContent {
  return readContent(stated, new Reading('a stored order'));
}

function readContent(stated: unknown, reading: Reading): OrderContent {
  if (!isFields(stated)) {
    throw new OrderInvalidError([
      { field: '', code: 'REQUEST_INVALID', message: 'the request must be an object' },
    ]);
  }

  const customerName = reading.text('customerName', FIELD_RULES.customerName, stated.customerName);
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
