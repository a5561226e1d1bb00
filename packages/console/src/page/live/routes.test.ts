import { describe, expect, it } from '@jest/globals';

import { createGraph } from '../../build/graph.js';
import { layOut } from '../../build/layout.js';
import type { BusEvent } from '../api/contract.js';
import { connectedTo, passes, routesOf } from './routes.js';

const picture = layOut(createGraph());

function anEvent(type: string, detail: BusEvent['detail']): BusEvent {
  return { 'detail-type': type, time: '2026-01-01T00:00:00.000Z', detail };
}

const queuesOf = (event: BusEvent): unknown =>
  routesOf(event, picture).fromBus.map(([, queue]) => queue);

describe('the way of an event through the picture', () => {
  it('leads a new order from the customer over the bus to its processing', () => {
    const { toBus, fromBus } = routesOf(anEvent('Order Created', { status: 'NEW' }), picture);

    expect(toBus).toEqual([
      'client',
      'function:order-creator',
      'table:orders',
      'function:order-relay',
      'bus',
    ]);
    expect(fromBus).toContainEqual(['bus', 'queue:order-processing', 'function:order-processor']);
  });

  it('leads an order of high priority to its approval, and not to its processing', () => {
    const event = anEvent('Order Created', { status: 'PENDING_APPROVAL', priority: 'high' });

    expect(queuesOf(event)).toContain('queue:order-approval');
    expect(queuesOf(event)).not.toContain('queue:order-processing');
  });

  it('leads the end of an order from the table to its metrics', () => {
    const event = anEvent('Order Processed', { status: 'PROCESSED' });

    expect(routesOf(event, picture).toBus[0]).toBe('table:orders');
    expect(queuesOf(event)).toEqual(['queue:order-metrics']);
  });

  it('uses only arrows that the picture has', () => {
    const arrows = new Set(picture.edges.map(({ from, to }) => `${from} ${to}`));
    const events = ['Order Created', 'Order Approved', 'Order Cancelled', 'Order Processed'];
    for (const type of events) {
      const routes = routesOf(anEvent(type, { status: 'NEW', priority: 'high' }), picture);
      for (const way of [routes.toBus, ...routes.fromBus]) {
        for (const [index, from] of way.slice(0, -1).entries()) {
          expect(arrows).toContain(`${from} ${way[index + 1]}`);
        }
      }
    }
  });

  it('narrows the picture to what is before and behind a part', () => {
    const connected = connectedTo('queue:order-processing', picture.edges);
    const routes = routesOf(anEvent('Order Processed', { status: 'PROCESSED' }), picture);

    expect(connected).toContain('client');
    expect(connected).toContain('table:payments');
    expect(connected).not.toContain('function:order-notifier');
    expect(passes(routes, 'bus')).toBe(true);
    expect(passes(routes, 'queue:order-processing')).toBe(false);
  });
});
