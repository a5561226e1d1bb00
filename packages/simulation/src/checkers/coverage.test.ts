import { describe, expect, it } from '@jest/globals';

import { Coverage } from './coverage.js';

describe('the coverage of runs', () => {
  it('counts the faults of each change of an order and of each call', () => {
    const coverage = new Coverage();
    const change = { from: 'NEW', command: 'cancel' } as const;

    coverage.visit({ operation: 'orders.save', change }, 'lost response');
    coverage.visit({ operation: 'orders.save', change }, 'lost response');

    expect(coverage.countOf('NEW cancel', 'lost response')).toBe(2);
    expect(coverage.countOf('orders.save', 'lost response')).toBe(2);
    expect(coverage.missing).not.toContain('NEW cancel × lost response');
    expect(coverage.missing).toContain('NEW cancel × late');
  });

  it('counts the refusals of each command in each state', () => {
    const coverage = new Coverage();

    coverage.visitRefusal('PROCESSED', 'cancel');

    expect(coverage.refusals).toMatchObject({ 'PROCESSED cancel': 1, 'PROCESSING cancel': 0 });
    expect(coverage.refusals).not.toHaveProperty('NEW cancel');
    expect(coverage.missing).toContain('PROCESSING cancel × forbidden');
    expect(coverage.missing).not.toContain('PROCESSED cancel × forbidden');
  });

  it('adds the counts of another process', () => {
    const coverage = new Coverage({ 'orders.find|late': 1 });

    coverage.merge({ 'orders.find|late': 2, 'orders.find|slow': 1 });

    expect(coverage.cells).toEqual({ 'orders.find|late': 3, 'orders.find|slow': 1 });
  });
});
