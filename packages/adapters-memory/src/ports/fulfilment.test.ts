import { describe, it } from '@jest/globals';
import { BUILT_AT, fulfilmentContract, simulatedPayments } from '@snacks/domain/testing';
import { InMemoryInventory } from './in-memory-inventory.js';
import { InMemoryOrderRepository } from './in-memory-order-repository.js';
import { InMemoryPaymentLedger } from './in-memory-payment-ledger.js';
import { ManualClock } from '../time/manual-clock.js';

fulfilmentContract({ describe, it }, async () => ({
  orders: new InMemoryOrderRepository(new ManualClock(BUILT_AT)),
  stock: new InMemoryInventory(),
  payments: simulatedPayments(new InMemoryPaymentLedger()),
}));
