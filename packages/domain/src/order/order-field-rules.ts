import {
  type FieldRule,
  amountRule,
  choiceRule,
  objectRule,
  wholeNumberRule,
} from '../validation/field-rule.js';
import { identifierRule, nameRule, personNameRule, textRule } from '../validation/text.js';
import { UUID } from '../validation/uuid.js';
import { APPROVER_DECISIONS, type ApproverDecision } from './approver-decision.js';
import { ORDER_STATUSES, type OrderStatus } from './lifecycle.js';
import { LIMITS } from './limits.js';
import { MAX_DECIMAL_CENTS } from './money.js';
import {
  DELIVERY_METHODS,
  PRIORITIES,
  type DeliveryMethod,
  type OrderId,
  type Priority,
} from './order.js';

/** The rules of an order's fields, and of a decision on an order. */
export const ORDER_FIELD_RULES = {
  orderId: {
    code: 'ORDER_ID_INVALID',
    message: 'must be a lower-case UUID',
    accepts: (value: unknown): value is OrderId => typeof value === 'string' && UUID.test(value),
    schema: { type: 'string', format: 'uuid', pattern: UUID.source },
  },
  customerName: personNameRule('CUSTOMER_NAME_INVALID', LIMITS.customerNameLength),
  customerId: identifierRule('CUSTOMER_ID_INVALID', LIMITS.customerIdLength),
  snackItems: {
    code: 'SNACK_ITEMS_INVALID',
    message: `must be a list of 1 to ${LIMITS.snackItems} items`,
    accepts: (value: unknown): value is readonly unknown[] =>
      Array.isArray(value) && value.length >= 1 && value.length <= LIMITS.snackItems,
    schema: { type: 'array', minItems: 1, maxItems: LIMITS.snackItems },
  },
  snackItem: objectRule('SNACK_ITEM_INVALID', 'must be an object with name, quantity and price'),
  name: nameRule('SNACK_NAME_INVALID', LIMITS.snackNameLength),
  quantity: wholeNumberRule('QUANTITY_INVALID', LIMITS.quantity),
  price: amountRule('PRICE_INVALID', LIMITS.priceCents),
  totalAmount: amountRule('TOTAL_AMOUNT_INVALID', MAX_DECIMAL_CENTS),
  priority: choiceRule<Priority>('PRIORITY_INVALID', PRIORITIES),
  deliveryPreferences: objectRule(
    'DELIVERY_PREFERENCES_INVALID',
    'must be an object with any of method, address and instructions',
  ),
  method: choiceRule<DeliveryMethod>('DELIVERY_METHOD_INVALID', DELIVERY_METHODS),
  address: textRule('DELIVERY_ADDRESS_INVALID', LIMITS.deliveryAddressLength),
  instructions: textRule('DELIVERY_INSTRUCTIONS_INVALID', LIMITS.deliveryInstructionsLength),
  note: textRule('NOTE_INVALID', LIMITS.noteLength),
  decision: choiceRule<ApproverDecision>('DECISION_INVALID', APPROVER_DECISIONS),
  status: choiceRule<OrderStatus>('STATUS_INVALID', ORDER_STATUSES),
} as const satisfies Readonly<Record<string, FieldRule>>;
