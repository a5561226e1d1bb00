import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  InMemoryEventBus,
  InMemoryOrderRepository,
  ManualClock,
  SeededIdGenerator,
} from '@snacks/adapters-memory';
import { EVENT_SOURCE } from '@snacks/domain/events';
import { PlaceOrder } from '@snacks/domain/use-cases';
import { WelcomeMails } from './welcome-mails.mjs';

test('a placed order leads to a mail to its customer', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const ids = new SeededIdGenerator(1);
  const orders = new InMemoryOrderRepository(clock);
  const bus = new InMemoryEventBus({ name: 'orders', clock, ids });
  const mails = new WelcomeMails();
  bus.addRule({ name: 'welcome', pattern: { source: [EVENT_SOURCE] }, targets: [mails] });

  await new PlaceOrder(orders, ids, clock).execute({
    actor: { subject: 'john', roles: ['customer'] },
    correlationId: 'request-1',
    request: {
      customerName: 'John Doe',
      snackItems: [{ name: 'Chips', quantity: 2, price: 3.99 }],
      totalAmount: 7.98,
    },
  });
  const records = orders.changes.read(10);
  const failures = await bus.publish(records.flatMap(({ data }) => data.after.events));
  await bus.idle();

  equal(records.length, 1);
  deepEqual(failures, []);
  deepEqual(mails.sent, ['Thank you, John Doe!']);
});
