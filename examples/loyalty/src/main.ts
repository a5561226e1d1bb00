import { readFile } from 'node:fs/promises';
import { toRecord } from '@snacks/domain';
import { notificationStep, paymentStep, stockStep } from '@snacks/domain/use-cases';
import { CryptoIdGenerator, PinoLogger } from '@snacks/handlers';
import { Platform, SystemTimers } from '@snacks/local';

import { InMemoryLoyaltyAccounts } from './in-memory-loyalty-accounts.js';
import { loyaltyStep } from './loyalty-step.js';

/** How long the order may take, in milliseconds. */
const TIMEOUT = 10_000;

const accounts = new InMemoryLoyaltyAccounts();
const platform = new Platform({
  timers: new SystemTimers(),
  ids: new CryptoIdGenerator(),
  loggerOf: (service) => new PinoLogger({ service, level: 'warn' }),
  steps: [stockStep, paymentStep, () => loyaltyStep(accounts), notificationStep],
});

const example = new URL('../../orders/john-doe.json', import.meta.url);
const order: unknown = JSON.parse(await readFile(example, 'utf8'));
await platform.function('order-creator').invoke(Object.assign({ customerId: 'john' }, order));
await platform.stop(TIMEOUT);

const { orders } = await platform.orders.list({ customerId: 'john', limit: 1 });
const balance = await accounts.balance('john');
process.stdout.write(`${JSON.stringify({ order: orders.map(toRecord)[0], balance }, null, 2)}\n`);
