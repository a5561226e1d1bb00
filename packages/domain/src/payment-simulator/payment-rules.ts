import { parseAmount, type Cents } from '../order/money.js';
import type { PaymentRequest } from '../ports/payments.js';
import { isFields } from '../validation/field-rule.js';

/** Every reaction of the simulated provider to an authorisation, beside approving it. */
export const PAYMENT_REACTIONS = ['decline', 'time out', 'answer late'] as const;

/**
 * - `decline`: declines the payment.
 * - `time out`: fails every time, without effect.
 * - `answer late`: takes effect, but fails the first time, as if the response came too late.
 */
export type PaymentReaction = (typeof PAYMENT_REACTIONS)[number];

/** The reaction to payments that meet all conditions. The first matching rule of a list applies. */
export interface PaymentRule {
  readonly reaction: PaymentReaction;
  /** The conditions; a payment must meet all of them. */
  readonly when: {
    readonly amount?: Cents;
    /** This amount or more. */
    readonly amountFrom?: Cents;
    readonly customerId?: string;
  };
}

/** The configured payment rules are not valid. */
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
 * Reads payment rules from parsed JSON, with amounts as decimals.
 *
 * @throws {PaymentRulesInvalidError} if anything in it is unknown or wrong. A rule that is ignored would
 *   approve payments that it should decline.
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

/** The reaction to a payment by the first matching rule; `undefined` if no rule matches. */
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
