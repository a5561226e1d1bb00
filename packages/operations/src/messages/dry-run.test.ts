import { describe, expect, it } from '@jest/globals';
import { ORDER_STATUSES } from '@snacks/domain';
import { EVENT_SOURCE } from '@snacks/domain/events';
import { anEventRecord, anOrderIn, aPlacing } from '@snacks/domain/testing';

import { CONSUMERS } from '../platform-map.js';
import { dryRun } from './dry-run.js';

const { order, events } = aPlacing();

function envelopeOf(changes: object = {}): string {
  const [event] = events;
  return JSON.stringify({
    source: EVENT_SOURCE,
    'detail-type': event?.type,
    detail: { ...event?.detail, ...changes },
  });
}

describe('a dry run', () => {
  it('of the processor acts on orders that can be claimed or resumed, or whose end may have broken off', () => {
    const outcomes = ORDER_STATUSES.map((status) => [
      status,
      dryRun('order-processor', envelopeOf(), anOrderIn(status)).outcome,
    ]);

    expect(Object.fromEntries(outcomes)).toEqual({
      NEW: 'acts',
      APPROVED: 'acts',
      PROCESSING: 'acts',
      PENDING_APPROVAL: 'skips',
      PROCESSED: 'acts',
      FAILED: 'acts',
      CANCELLED: 'skips',
      REJECTED: 'skips',
    });
  });

  it('of the processor skips an order that another message has finished', () => {
    const finished = { ...anOrderIn('PROCESSED'), finishedBy: 'envelope-1' };
    const outcomeFor = (id: string) => {
      const envelope: object = JSON.parse(envelopeOf());
      return dryRun('order-processor', JSON.stringify({ ...envelope, id }), finished).outcome;
    };

    expect([outcomeFor('envelope-1'), outcomeFor('envelope-2')]).toEqual(['acts', 'skips']);
  });

  it('of the approval starter acts only on orders that wait for approval', () => {
    const acting = ORDER_STATUSES.filter(
      (status) => dryRun('approval-starter', envelopeOf(), anOrderIn(status)).outcome === 'acts',
    );

    expect(acting).toEqual(['PENDING_APPROVAL']);
  });

  it('of the approval closer acts on every order that no longer waits for approval', () => {
    const skipping = ORDER_STATUSES.filter(
      (status) => dryRun('approval-closer', envelopeOf(), anOrderIn(status)).outcome === 'skips',
    );

    expect(skipping).toEqual(['PENDING_APPROVAL']);
  });

  it('of the notifier skips an event that the history of the order does not have', () => {
    const [event] = events;
    const metadata = { ...event?.detail.metadata, orderVersion: 7 };

    expect(dryRun('order-notifier', envelopeOf(), order).outcome).toBe('acts');
    expect(dryRun('order-notifier', envelopeOf({ metadata }), order).outcome).toBe('skips');
  });

  it.each(CONSUMERS)('of %s fails on a message that is no event, and says why', (consumer) => {
    const { outcome, issues } = dryRun(consumer, '{"not":"an event"}', order);

    expect(outcome).toBe('fails');
    expect(issues).not.toEqual([]);
  });

  it('names the field that breaks the schema of the event', () => {
    const { outcome, issues } = dryRun(
      'order-processor',
      envelopeOf({ totalAmount: 'ten' }),
      order,
    );

    expect(outcome).toBe('fails');
    expect(issues).toEqual([{ field: 'detail.totalAmount', message: expect.any(String) }]);
  });

  it('fails for an order that does not exist, except that the notifier skips it', () => {
    expect(dryRun('order-processor', envelopeOf(), undefined).outcome).toBe('fails');
    expect(dryRun('order-notifier', envelopeOf(), undefined).outcome).toBe('skips');
  });

  it('of the event recorder acts on an external event', () => {
    const event = JSON.stringify(anEventRecord());

    expect(dryRun('event-recorder', event, undefined).outcome).toBe('acts');
  });
});
