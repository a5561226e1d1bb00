import { describe, expect, it } from '@jest/globals';

import { runSimulation } from '../world/simulation-run.js';
import { toSteps } from './story.js';

const stepOf = (text: string): unknown => toSteps([`+00:00:01.500  ${text}`])[0];

describe('the steps of a timeline', () => {
  it('have who calls what, and the fault', () => {
    expect(stepOf('order-processor → orders.save B v2 claim: lost response')).toEqual({
      at: '00:00:01.500',
      text: 'order-processor → orders.save B v2 claim: lost response',
      from: 'order-processor',
      to: 'orders.save',
      fault: 'lost response',
    });
    expect(stepOf('platform → invoke order-relay 1')).toMatchObject({ to: 'invoke order-relay' });
  });

  it('have lost messages and refused events as faults of the bus', () => {
    expect(stepOf('message 1 to order-processing lost')).toMatchObject({
      from: 'bus',
      to: 'queue order-processing',
      fault: 'lost',
    });
    expect(stepOf('the bus refuses B v1 Order Created for good')).toMatchObject({
      to: 'bus',
      fault: 'refused',
    });
  });

  it('take nearly every line of a run apart', async () => {
    const { timeline } = await runSimulation({ seed: 42, keepTimeline: true });

    const unknown = toSteps(timeline).filter(
      ({ from, to }) => from === undefined && to === undefined,
    );

    expect(timeline.length).toBeGreaterThan(50);
    expect(unknown.map(({ text }) => text)).toEqual(['the faults stop']);
  });
});
