import { describe, expect, it } from '@jest/globals';
import { LIFECYCLE, ORDER_STATUSES } from '@snacks/domain';
import { STAGES } from './list-orders.js';

function stageOf(status: string): number {
  return STAGES.findIndex((stage) => stage.some((member) => member === status));
}

describe('the stages in which all states are listed', () => {
  it('have each state once', () => {
    expect(STAGES.flat().sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it.each(Object.entries(LIFECYCLE))(
    'let an order only move forward: %s',
    (_command, { from, to }) => {
      if (to === 'same') return;
      for (const start of from) {
        for (const end of to) expect(stageOf(start)).toBeLessThan(stageOf(end));
      }
    },
  );
});
