import { isFields } from '../order/field-rules.js';
import { parseAmount, type Cents } from '../order/money.js';
import type { PaymentRequest } from '../ports/payments.js';

/** What the simulated provider can be told to do with an authorisation. */
export const PAYMENT_REACTIONS = ['decline', 'time out', 'answer late'] as const;

/**
 * - `decline`: refuses the payment.
 * - `time out`: fails each time, and never takes effect.
 * - `answer late`: takes effect, but fails the first time, as if the answer came too late.
 */
export type PaymentReaction = (typeof PAYMENT_REACTIONS)[number];

/** Which payments are not simply approved. Of several rules that fit, the first one counts. */
export interface PaymentRule {
  readonly reaction: PaymentReaction;
  /** The payments it is about: all that is given must hold. */
  readonly when: {
    readonly amount?: Cents;
    /** This much, or more. */
    readonly amountFrom?: Cents;
    readonly customerId?: string;
  };
}

/** What was configured as payment rules are none. */
export class PaymentRulesInvalidError extends Error {
  override readonly name = 'PaymentRulesInvalidError';
  readonly code = 'PAYMENT_RULES_INVALID';

  constructor() {
    super(
      `Payment rules must be a list such as [{"when":{"amount":6.66},"reaction":"decline"}]: "when" has ` +
        `amount, amountFrom (decimals) or customerId, "reaction" is ${PAYMENT_REACTIONS.join(', ')}.`,
    );
  }
}

/**
 * Reads payment rules from configured JSON, with amounts as decimals.
 *
 * @throws {PaymentRulesInvalidError} where it is anything else: a rule that is not understood would
 *   approve what it was meant to decline.
 */
export function readPaymentRules(configured: unknown): readonly PaymentRule[] {
  if (!Array.isArray(configured)) throw new PaymentRulesInvalidError();
  return configured.map(readRule);
}

const CONDITIONS: ReadonlySet<string> = new Set(['amount', 'amountFrom', 'customerId']);

function readRule(rule: unknown): PaymentRule {
  const when = isFields(rule) ? rule.when : undefined;
  const reaction = PAYMENT_REACTIONS.find((one) => isFields(rule) && one === rule.reaction);
  if (!isFields(when) || reaction === undefined) throw new PaymentRulesInvalidError();
  const names = Object.keys(when);
  if (names.length === 0 || !names.every((name) => CONDITIONS.has(name))) {
    throw new PaymentRulesInvalidError();
  }
  return {
    reaction,
    when: {
      ...('amount' in when && { amount: readAmount(when.amount) }),
      ...('amountFrom' in when && { amountFrom: readAmount(when.amountFrom) }),
      ...('customerId' in when && { customerId: readText(when.customerId) }),
    },
  };
}

function readAmount(decimal: unknown): Cents {
  const amount = parseAmount(decimal);
  if (amount === undefined) throw new PaymentRulesInvalidError();
  return amount;
}

function readText(text: unknown): string {
  if (typeof text !== 'string') throw new PaymentRulesInvalidError();
  return text;
}

/** What the rules say of a payment; `undefined` where they say nothing, and it is approved. */
export function reactionTo(
  request: PaymentRequest,
  rules: readonly PaymentRule[],
): PaymentReaction | undefined {
  return rules.find(({ when: { amount, amountFrom, customerId } }) => {
    if (amount !== undefined && request.amount !== amount) return false;
    if (amountFrom !== undefined && request.amount < amountFrom) return false;
    return customerId === undefined || request.customerId === customerId;
  })?.reaction;
}
