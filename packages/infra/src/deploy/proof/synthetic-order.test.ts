import { describe, expect, it } from '@jest/globals';
import { readOrderContent } from '@snacks/domain';
import { isOrderEvent, ORDER_EVENT_SCHEMAS } from '@snacks/domain/events';
import { topology } from '@snacks/handlers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { ORDER_EVENT_SOURCE, poisonEvent, syntheticOrder } from './synthetic-order.js';

describe('the input of the proof', () => {
  it('is a valid order of a customer that does not exist', () => {
    const { customerName, token, snackName, request } = syntheticOrder();

    expect(readOrderContent(request)).toMatchObject({ customerName });
    expect(customerName).toBe(`Synthetic Proof ${token}`);
    expect(syntheticOrder().token).not.toBe(token);
    expect(syntheticOrder().snackName).not.toBe(snackName);
    expect(snackName).not.toContain(token);
  });

  it('is a valid event that starts the processing', () => {
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);

    const { type, detail, orderId } = poisonEvent(syntheticOrder());

    expect(isOrderEvent({ type, detail })).toBe(true);
    expect(ajv.validate(ORDER_EVENT_SCHEMAS[type], detail)).toBe(true);
    expect(detail).toMatchObject({ orderId, status: 'NEW' });
    expect(topology.rules['process-orders'].pattern.source).toEqual([ORDER_EVENT_SOURCE]);
  });
});
