import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { RawClient } from '../../test/raw-request.js';
import { servedPlatform } from '../../test/served-platform.js';

describe('stopping the server', () => {
  it('ends all connections, and finishes every accepted order', async () => {
    const stopped = await servedPlatform();
    const responses = await Promise.all(
      Array.from({ length: 20 }, async () => stopped.post('/orders', anOrderRequest())),
    );

    expect(await stopped.stop(5_000)).toBe(true);

    for (const { body } of responses) {
      const order = await stopped.platform.orders.find(String(body.orderId));
      expect(order).toMatchObject({ status: 'PROCESSED' });
    }
    await expect(stopped.request('/health')).rejects.toThrow('fetch failed');
  });

  it('completes a request that was received in part', async () => {
    const stopped = await servedPlatform();
    const body = JSON.stringify(anOrderRequest());
    const half = body.length / 2;
    const { port } = new URL(stopped.url);
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
    await once(socket, 'connect');
    socket.write(
      `POST /orders HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body.slice(0, half)}`,
    );
    await stopped.request('/health'); // when this returns, the first half has arrived as well

    const stopping = stopped.stop(5_000);
    socket.write(body.slice(half));
    const [response]: unknown[] = await once(socket, 'data');

    expect(response).toContain('201 Created');
    expect(await stopping).toBe(true);
  });

  it('accepts no further request on a connection that is kept open', async () => {
    const gate = new EventEmitter();
    const opened = once(gate, 'opened');
    const allHeld = once(gate, 'all held');
    let held = 0;
    const stopped = await servedPlatform({
      wrapHandlers: (handlers) => ({
        ...handlers,
        'order-lister': async (...invocation) => {
          held += 1;
          if (held === 4) gate.emit('all held');
          await opened;
          return handlers['order-lister'](...invocation);
        },
      }),
    });
    const client = new RawClient(stopped.url);
    const responses = { early: 0, late: 0 };
    const send = async (when: keyof typeof responses): Promise<void> => {
      await client.send({ method: 'GET', path: '/orders', headers: {} });
      responses[when] += 1;
      return send('late');
    };
    const sending = Promise.allSettled(Array.from({ length: 4 }, async () => send('early')));
    await allHeld;

    const stopping = stopped.stop(5_000);
    gate.emit('opened');

    expect(await stopping).toBe(true);
    await sending;
    expect(responses).toEqual({ early: 4, late: 0 });
    client.close();
  });

  it('aborts a request that is never completed', async () => {
    const stopped = await servedPlatform();
    const { port } = new URL(stopped.url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    socket.write('POST /orders HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{');
    await stopped.request('/health');

    expect(await stopped.stop(50)).toBe(false);
  });
});
