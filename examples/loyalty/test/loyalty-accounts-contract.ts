import { deepEqual } from 'node:assert/strict';
import { anOrderId, anOrderKey, laterKeyOf } from '@snacks/domain/testing';

import type { Earning, LoyaltyAccounts } from '../src/loyalty-accounts.js';

/** The functions of a test runner. */
interface TestFunctions {
  readonly describe: (title: string, define: () => void) => unknown;
  readonly it: (title: string, run: () => Promise<void>) => unknown;
}

/** An order that earns 9 points for a customer that no other test has. */
function anEarning(overrides: Partial<Earning> = {}): Earning {
  return { order: anOrderKey(), customerId: anOrderId(), points: 9, ...overrides };
}

/** Runs a call ten times concurrently, and once more. */
async function repeatedly(call: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, call));
  await call();
}

/** Tests the guarantees of the {@link LoyaltyAccounts} port. `create` returns any accounts. */
export function loyaltyAccountsContract(
  { describe, it }: TestFunctions,
  create: () => Promise<LoyaltyAccounts>,
): void {
  describe('loyalty accounts', () => {
    it('are empty for a customer without orders', async () => {
      const accounts = await create();

      deepEqual(await accounts.balance(anEarning().customerId), { earned: 0, reserved: 0 });
    });

    it('reserve the points of an order once, however often it is repeated', async () => {
      const accounts = await create();
      const earning = anEarning();

      await repeatedly(async () => accounts.reserve(earning));

      deepEqual(await accounts.balance(earning.customerId), { earned: 0, reserved: 9 });
    });

    it('confirm the points of an order once, however often it is repeated', async () => {
      const accounts = await create();
      const earning = anEarning();
      await accounts.reserve(earning);

      await repeatedly(async () => accounts.confirm(earning));

      deepEqual(await accounts.balance(earning.customerId), { earned: 9, reserved: 0 });
    });

    it('release the points of an order once, however often it is repeated', async () => {
      const accounts = await create();
      const earning = anEarning();
      const other = anEarning({ customerId: earning.customerId, points: 5 });
      await accounts.reserve(earning);
      await accounts.reserve(other);

      await repeatedly(async () => accounts.release(earning));

      deepEqual(await accounts.balance(earning.customerId), { earned: 0, reserved: 5 });
    });

    it('keep released points released after a late reservation and a late confirmation', async () => {
      const accounts = await create();
      const earning = anEarning();
      await accounts.reserve(earning);
      await accounts.release(earning);

      await accounts.reserve(earning);
      await accounts.confirm(earning);

      deepEqual(await accounts.balance(earning.customerId), { earned: 0, reserved: 0 });
    });

    it('never reserve for an order that was released before', async () => {
      const accounts = await create();
      const earning = anEarning();
      await accounts.release(earning);

      await accounts.reserve(earning);
      await accounts.confirm(earning);

      deepEqual(await accounts.balance(earning.customerId), { earned: 0, reserved: 0 });
    });

    it('keep earned points earned after a late reservation and a late release', async () => {
      const accounts = await create();
      const earning = anEarning();
      await accounts.reserve(earning);
      await accounts.confirm(earning);

      await accounts.reserve(earning);
      await accounts.release(earning);

      deepEqual(await accounts.balance(earning.customerId), { earned: 9, reserved: 0 });
    });

    it('earn nothing by a confirmation without a reservation', async () => {
      const accounts = await create();
      const earning = anEarning();

      await accounts.confirm(earning);

      deepEqual(await accounts.balance(earning.customerId), { earned: 0, reserved: 0 });
    });

    it('are separate for a later order with the same id', async () => {
      const accounts = await create();
      const earning = anEarning();
      const later = { ...earning, order: laterKeyOf(earning.order), points: 20 };
      await accounts.reserve(earning);
      await accounts.confirm(earning);

      await accounts.reserve(later);

      deepEqual(await accounts.balance(earning.customerId), { earned: 9, reserved: 20 });
    });

    it('add up the orders of a customer, and of no other customer', async () => {
      const accounts = await create();
      const { customerId } = anEarning();
      const earnings = Array.from({ length: 20 }, () => anEarning({ customerId }));
      const other = anEarning({ points: 0 });

      await Promise.all([...earnings, other].map(async (one) => accounts.reserve(one)));
      await Promise.all([...earnings, other].map(async (one) => accounts.confirm(one)));

      deepEqual(await accounts.balance(customerId), { earned: 180, reserved: 0 });
      deepEqual(await accounts.balance(other.customerId), { earned: 0, reserved: 0 });
    });

    it('have points that are earned or released, never both, if both are concurrent', async () => {
      const accounts = await create();
      const { customerId } = anEarning();
      const earnings = Array.from({ length: 10 }, () => anEarning({ customerId }));
      await Promise.all(earnings.map(async (one) => accounts.reserve(one)));

      await Promise.all(earnings.flatMap((one) => [accounts.confirm(one), accounts.release(one)]));

      const decided = await accounts.balance(customerId);
      for (const one of earnings) {
        await accounts.confirm(one);
        await accounts.release(one);
      }
      deepEqual({ reserved: decided.reserved, rest: decided.earned % 9 }, { reserved: 0, rest: 0 });
      deepEqual(await accounts.balance(customerId), decided);
    });
  });
}
