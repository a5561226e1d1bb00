import { describe, expect, it } from '@jest/globals';
import { LIFECYCLE, ORDER_STATUSES, type OrderStatus } from '@snacks/domain';
import { STAGES } from './list-orders.js';
import { groupOf } from './order-item.js';

/** The commands that change the state. */
const MOVES = Object.entries(LIFECYCLE).flatMap(([command, { from, to }]) =>
  to === 'same' ? [] : [[command, { from, to }] as const],
);

function stageOf(status: OrderStatus): number {
  return STAGES.findIndex((stage) => stage.includes(groupOf(status)));
}

describe('the stages in which all states are listed', () => {
  it('have the group of each state once', () => {
    const groups = new Set(ORDER_STATUSES.map(groupOf));

    expect(STAGES.flat().sort()).toEqual([...groups].sort());
  });

  it.each(MOVES)('let an order stay in its group or move forward: %s', (_command, { from, to }) => {
    const backward = from.flatMap((start) =>
      to.filter((end) => groupOf(start) !== groupOf(end) && stageOf(start) >= stageOf(end)),
    );

    expect(backward).toEqual([]);
  });
});

describe('a claim', () => {
  it('leaves an order in its group, so that it moves no index entry', () => {
    const groups = [...LIFECYCLE.claim.from, ...LIFECYCLE.claim.to].map(groupOf);

    expect(new Set(groups).size).toBe(1);
  });
});
