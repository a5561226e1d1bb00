import { describe, expect, it } from '@jest/globals';
import { LIFECYCLE, ORDER_STATUSES, type OrderStatus } from '@snacks/domain';
import { STAGES } from './list-orders.js';
import { groupOf } from './order-item.js';

function stageOf(status: OrderStatus): number {
  return STAGES.findIndex((stage) => stage.includes(groupOf(status)));
}

describe('the stages in which all states are listed', () => {
  it('have the group of each state once', () => {
    const groups = new Set(ORDER_STATUSES.map(groupOf));

    expect(STAGES.flat().sort()).toEqual([...groups].sort());
  });

  it.each(Object.entries(LIFECYCLE))(
    'let an order stay in its group or move forward: %s',
    (_command, { from, to }) => {
      if (to === 'same') return;
      for (const start of from) {
        for (const end of to) {
          if (groupOf(start) !== groupOf(end)) expect(stageOf(start)).toBeLessThan(stageOf(end));
        }
      }
    },
  );
});

describe('a claim', () => {
  it('leaves an order in its group, so that it moves no index entry', () => {
    const groups = [...LIFECYCLE.claim.from, ...LIFECYCLE.claim.to].map(groupOf);

    expect(new Set(groups).size).toBe(1);
  });
});
