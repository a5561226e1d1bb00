import { describe, expect, it } from '@jest/globals';
import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

import { OrderLines } from './order-lines.js';

const ORDER_ID = 'c9889583-602c-4d57-865d-43a1c9517db2';

function anEvent(
  status: string,
  milliseconds: number,
  customerName = 'Alice Smith',
): EventBridgeEnvelope {
  const occurredAt = new Date(Date.UTC(2026, 0, 1) + milliseconds).toISOString();
  return {
    version: '0',
    id: 'an-id',
    'detail-type': 'Order Event',
    source: 'serverless.snacks',
    account: '000000000000',
    time: occurredAt,
    region: 'us-east-1',
    resources: [],
    detail: { orderId: ORDER_ID, status, customerName, totalAmount: 7.5, metadata: { occurredAt } },
  };
}

describe('the lines of orders on a terminal', () => {
  it('say who, how much, from which state to which, how fast, and which order', () => {
    const lines = new OrderLines(false);
    lines.lineOf(anEvent('NEW', 0));

    const line = lines.lineOf(anEvent('PROCESSED', 35));

    expect(line).toMatch(
      /^\d\d:\d\d:\d\d\.035 {2}Alice Smith +7\.50 {2}NEW → PROCESSED +35 ms {2}c9889583$/,
    );
  });

  it('are aligned, also with a long name', () => {
    const lines = new OrderLines(false);
    const first = lines.lineOf(anEvent('NEW', 0)) ?? '';
    const second = lines.lineOf(anEvent('FAILED', 1_000, 'A customer whose name has no end')) ?? '';

    expect(second).toHaveLength(first.length);
    expect(second).toContain('A customer whose name h…');
  });

  it('have colours only where the terminal shows them', () => {
    const event = anEvent('FAILED', 0);

    expect(new OrderLines(true).lineOf(event)).toContain('\u001B[31mFAILED');
    expect(new OrderLines(false).lineOf(event)).not.toContain('\u001B');
  });

  it('leave out events of no order', () => {
    const event = { ...anEvent('NEW', 0), detail: { machine: 7 } };

    expect(new OrderLines(false).lineOf(event)).toBeUndefined();
  });
});
