import { describe, it } from '@jest/globals';
import { paymentsContract, simulatedPayments } from '@snacks/domain/testing';
import { InMemoryPaymentLedger } from './in-memory-payment-ledger.js';

paymentsContract({ describe, it }, async () => simulatedPayments(new InMemoryPaymentLedger()));
