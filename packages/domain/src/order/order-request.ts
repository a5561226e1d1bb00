import { OrderInvalidError, TotalMismatchError } from '../errors.js';
import { isFields, issueOf, type FieldIssue, type FieldRule } from '../validation/field-rule.js';
import { parseAmount, sumLines, toDecimal, type Cents } from './money.js';
import type { DeliveryPreferences, OrderContent, Priority, SnackItem } from './order.js';
import { ORDER_FIELD_RULES } from './order-field-rules.js';
import { normalise } from '../validation/text.js';

/** An order as a client sends it, with amounts as decimals. */
export interface OrderRequest {
  readonly customerName: string;
  readonly snackItems: readonly {
    readonly name: string;
    readonly quantity: number;
    readonly price: number;
  }[];
  /** Must be the exact price of the items. */
  readonly totalAmount: number;
  /** `medium` by default. */
  readonly priority?: Priority;
  readonly deliveryPreferences?: DeliveryPreferences;
}

/**
 * Reads fields and collects their issues, so that the client gets all of them at once.
 *
 * The texts of a request are normalised and checked by the current rules. Those of a stored order
 * passed the rules of an earlier version, and stay as they are.
 */
class FieldReader {
  readonly issues: FieldIssue[] = [];

  constructor(private readonly source: 'request' | 'stored order') {}

  text(field: string, rule: FieldRule<string>, value: unknown): string | undefined {
    if (this.source === 'stored order') {
      return this.required(field, { ...rule, accepts: isNonBlank }, value);
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

function isNonBlank(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function readItem(reader: FieldReader, path: string, value: unknown): SnackItem | undefined {
  const item = reader.required(path, ORDER_FIELD_RULES.snackItem, value);
  if (item === undefined) return undefined;

  const name = reader.text(`${path}.name`, ORDER_FIELD_RULES.name, item.name);
  const quantity = reader.required(`${path}.quantity`, ORDER_FIELD_RULES.quantity, item.quantity);
  const price = reader.amount(`${path}.price`, ORDER_FIELD_RULES.price, item.price);
  return name === undefined || quantity === undefined || price === undefined
    ? undefined
    : { name, quantity, price };
}

function readDelivery(reader: FieldReader, value: unknown): DeliveryPreferences | undefined {
  const path = 'deliveryPreferences';
  const preferences = reader.optional(path, ORDER_FIELD_RULES.deliveryPreferences, value);
  if (preferences === undefined) return undefined;

  const method = reader.optional(`${path}.method`, ORDER_FIELD_RULES.method, preferences.method);
  const address = reader.optionalText(
    `${path}.address`,
    ORDER_FIELD_RULES.address,
    preferences.address,
  );
  const instructions = reader.optionalText(
    `${path}.instructions`,
    ORDER_FIELD_RULES.instructions,
    preferences.instructions,
  );
  return {
    ...(method !== undefined && { method }),
    ...(address !== undefined && { address }),
    ...(instructions !== undefined && { instructions }),
  };
}

/**
 * Checks a request by every rule of an order, and returns its content: amounts in cents, texts
 * normalised, the priority filled in. Unknown fields are left out.
 *
 * @param issues what is wrong with the request beside its order. They are reported together with the
 *   broken rules, so that the client gets all of them at once.
 * @throws {OrderInvalidError} with an issue for each broken rule, and the `issues`.
 * @throws {TotalMismatchError} if `totalAmount` is not the exact price of the items.
 */
export function readOrderRequest(
  request: OrderRequest,
  issues: readonly FieldIssue[] = [],
): OrderContent {
  return readContent(request, new FieldReader('request'), issues);
}

/** {@link readOrderRequest} for data of unknown type, such as parsed JSON. */
export function readOrderContent(data: unknown): OrderContent {
  return readContent(data, new FieldReader('request'), []);
}

/**
 * {@link readOrderRequest} for the content of a stored order. Its texts only have to be non-blank: an
 * earlier version of the domain may have accepted texts that the current rules refuse.
 *
 * @throws the same errors as {@link readOrderRequest}.
 */
export function readStoredContent(data: unknown): OrderContent {
  return readContent(data, new FieldReader('stored order'), []);
}

function readContent(
  data: unknown,
  reader: FieldReader,
  others: readonly FieldIssue[],
): OrderContent {
  if (!isFields(data)) {
    throw new OrderInvalidError([
      { field: '', code: 'REQUEST_INVALID', message: 'the request must be an object' },
    ]);
  }

  const customerName = reader.text(
    'customerName',
    ORDER_FIELD_RULES.customerName,
    data.customerName,
  );
  const listed = reader.required('snackItems', ORDER_FIELD_RULES.snackItems, data.snackItems) ?? [];
  const snackItems: SnackItem[] = [];
  for (const [index, value] of listed.entries()) {
    const item = readItem(reader, `snackItems[${index}]`, value);
    if (item !== undefined) snackItems.push(item);
  }
  const totalAmount = reader.amount('totalAmount', ORDER_FIELD_RULES.totalAmount, data.totalAmount);
  const priority =
    reader.optional('priority', ORDER_FIELD_RULES.priority, data.priority) ?? 'medium';
  const deliveryPreferences = readDelivery(reader, data.deliveryPreferences);

  const expected = sumLines(snackItems);
  const issues = [...reader.issues, ...others];
  if (
    issues.length > 0 ||
    customerName === undefined ||
    totalAmount === undefined ||
    expected === undefined
  ) {
    throw new OrderInvalidError(issues);
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
