import type { PaymentLedger } from '@snacks/domain/payment-simulator';

/** The payments of orders, as operators read them. */
export type PaymentRecords = Pick<PaymentLedger, 'find'>;
