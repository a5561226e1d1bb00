import { describe, expect, it } from '@jest/globals';
import { isOrderEvent, readOrderContent } from '@snacks/domain';
import { ORDER_EVENT_SCHEMAS } from '@snacks/domain/events';
import { topology } from '@snacks/handlers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { ORDER_EVENT_SOURCE, poisonEvent, syntheticOrder } from './synthetic-order.js';

describe('what the proof sends', () => {
  it('is an order that the platform takes, of nobody', () => {
    const { customerName, token, snackName, request } = syntheticOrder();

    expect(readOrderContent(request)).toMatchObject({ customerName });
    expect(customerName).toBe(`Synthetic Proof ${token}`);
    expect(syntheticOrder().token).not.toBe(token);
    expect(syntheticOrder().snackName).not.toBe(snackName);
    expect(snackName).not.toContain(token);
  });

  it('is an event that the processing is woken by, and that no consumer stumbles over', () => {
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);

    const { type, detail, orderId } = poisonEvent(syntheticOrder());

    expect(isOrderEvent({ type, detail })).toBe(true);
    expect(ajv.validate(ORDER_EVENT_SCHEMAS[type], detail)).toBe(true);
    expect(detail).toMatchObject({ orderId, status: 'NEW' });
    expect(topology.rules['process-orders'].pattern.source).toEqual([ORDER_EVENT_SOURCE]);
  });
});
