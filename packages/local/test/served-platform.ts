import { setTimeout as delay } from 'node:timers/promises';
import { isFields } from '@snacks/domain';
import { PinoLogger } from '@snacks/handlers';

import { startServer, type ServerOptions } from '../src/http/server.js';

type Fields = Readonly<Record<string, unknown>>;

/** An HTTP response with its body read. */
export interface Response {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Fields;
}

/** Starts a platform on a free port of this machine. The caller stops it. */
export async function servedPlatform(options: Partial<ServerOptions> = {}) {
  const server = await startServer({
    port: 0,
    loggerOf: (service) => new PinoLogger({ service, level: 'silent' }),
    ...options,
  });

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${server.url}${path}`, init);
    const text = await response.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return {
      status: response.status,
      headers: response.headers,
      body: isFields(body) ? body : { value: body },
    };
  }

  return {
    ...server,
    request,
    post: async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    countOrders: async (): Promise<number> => {
      const { body } = await request('/orders?limit=100');
      return Array.isArray(body.orders) ? body.orders.length : Number.NaN;
    },
    /** Reads a path until a condition is met. Fails after 30 seconds. */
    readUntil: async (path: string, condition: (body: Fields) => boolean): Promise<Fields> => {
      const deadline = Date.now() + 30_000;
      for (;;) {
        const { body } = await request(path);
        if (condition(body)) return body;
        if (Date.now() > deadline)
          throw new Error(`The condition is not met: ${JSON.stringify(body)}`);
        await delay(5);
      }
    },
  };
}
