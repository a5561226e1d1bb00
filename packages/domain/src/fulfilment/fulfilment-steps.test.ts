import { describe, it } from '@jest/globals';
import { fulfilmentContract } from '../testing/fulfilment-contract.js';
import { simulatedPayments } from '../testing/simulated-payments.js';
import { InMemoryLedger } from '../../test/in-memory-ledger.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { InMemoryStock } from '../../test/in-memory-stock.js';

fulfilmentContract({ describe, it }, async () => ({
  orders: new InMemoryOrders(),
  stock: new InMemoryStock(),
  payments: simulatedPayments(new InMemoryLedger()),
}));
