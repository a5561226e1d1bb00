import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { RawClient } from '../../test/raw-request.js';
import { servedPlatform } from '../../test/served-platform.js';

describe('stopping the server', () => {
  it('takes no more requests, and leaves no accepted order half done', async () => {
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

  it('returns a request that it had begun to receive', async () => {
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
    await stopped.request('/health'); // by now the half has arrived as well

    const stopping = stopped.stop(5_000);
    socket.write(body.slice(half));
    const [response]: unknown[] = await once(socket, 'data');

    expect(response).toContain('201 Created');
    expect(await stopping).toBe(true);
  });

  it('lets nobody send request after request over a connection that is kept', async () => {
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
    const ask = async (when: keyof typeof responses): Promise<void> => {
      await client.send({ method: 'GET', path: '/orders', headers: {} });
      responses[when] += 1;
      return ask('late');
    };
    const asking = Promise.allSettled(Array.from({ length: 4 }, async () => ask('early')));
    await allHeld;

    const stopping = stopped.stop(5_000);
    gate.emit('opened');

    expect(await stopping).toBe(true);
    await asking;
    expect(responses).toEqual({ early: 4, late: 0 });
    client.close();
  });

  it('cuts off a request that never comes to its end', async () => {
    const stopped = await servedPlatform();
    const { port } = new URL(stopped.url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    socket.write('POST /orders HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{');
    await stopped.request('/health');

    expect(await stopped.stop(50)).toBe(false);
  });
});
