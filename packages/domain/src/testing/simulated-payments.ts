import type {
  PaymentEntry,
  PaymentLedger,
  PaymentState,
} from '../payment-simulator/payment-ledger.js';
import { readPaymentRules } from '../payment-simulator/payment-rules.js';
import { SimulatedPayments } from '../payment-simulator/simulated-payments.js';
import { aPaymentRequest, type PaymentsUnderTest } from './payments-contract.js';

/** The customer whose payments {@link simulatedPayments} declines. */
export const DECLINED_CUSTOMER = 'customer-without-money';

/** The simulated provider over a ledger, for the contract suites. */
export function simulatedPayments(ledger: PaymentLedger): PaymentsUnderTest {
  const rules = readPaymentRules([
    { when: { customerId: DECLINED_CUSTOMER }, reaction: 'decline' },
  ]);
  return {
    payments: new SimulatedPayments(ledger, rules),
    charged: async (order) => amountIn('captured', await ledger.find(order)),
    held: async (order) => amountIn('authorised', await ledger.find(order)),
    declined: aPaymentRequest({ customerId: DECLINED_CUSTOMER }),
  };
}

function amountIn(state: PaymentState, entry: PaymentEntry | undefined): number {
  return entry?.state === state ? entry.amount : 0;
}
