import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { meteredPlatform } from '../../../test/metered-platform.js';
import { ORDER_USAGE, SWEEP_READS } from './order-usage.js';

let metered: Awaited<ReturnType<typeof meteredPlatform>>;

beforeAll(async () => {
  metered = await meteredPlatform();
  await metered.ofOrdinaryOrder(); // The functions read the catalogue for it, and keep it for a minute.
});

afterAll(async () => {
  await metered.stop();
});

describe('the usage figures of the cost estimate', () => {
  it('are those of an order that is placed and processed', async () => {
    expect(await metered.ofOrdinaryOrder()).toEqual(ORDER_USAGE.ordinary);
    expect(await metered.count('PROCESSED')).toBe(2);
  });

  it('are those of an order that is placed, approved and processed', async () => {
    expect(await metered.ofApprovedOrder()).toEqual(ORDER_USAGE.approved);
    expect(await metered.count('PROCESSED')).toBe(3);
  });

  it('are those of the sweeper if no order is stuck', async () => {
    const { reads, writes } = await metered.ofSweep();

    expect({ reads, writes }).toEqual({ reads: SWEEP_READS, writes: 0 });
  });
});
