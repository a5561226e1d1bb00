import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname } from 'node:path';

import { CONTENT_SECURITY_POLICY, PAGE_FOLDER, type ConsoleConfig } from '@snacks/console';
import {
  ACTIONS,
  APPROVALS,
  DEAD_LETTERS,
  FAULTS,
  INVARIANTS,
  LOGS,
  METRICS,
  orderView,
  OVERVIEW,
  STOCK,
} from './sample-data.js';
import { ORDERS } from './sample-orders.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const EMPTY: Readonly<Record<string, unknown>> = {
  '/operations/overview': {
    ...OVERVIEW,
    queues: [],
    deadLetterQueues: [],
    functions: [],
    orders: [],
  },
  '/operations/orders': { items: [] },
  '/operations/dead-letters': { items: [], truncated: false },
  '/operations/approvals': { items: [] },
  '/operations/stock': { items: [] },
  '/operations/logs': { items: [], more: false },
  '/operations/actions': { items: [] },
  '/local/faults': { ...FAULTS, faults: [], injected: 0 },
  '/local/invariants': { ...INVARIANTS, checked: 0 },
  '/local/payment-rules': { rules: [] },
  '/operations/metrics': {
    minutes: METRICS.minutes.map((minute) => ({
      at: minute.at,
      placed: 0,
      processed: 0,
      failed: 0,
      invocations: 0,
      errors: 0,
    })),
    queueAges: [],
  },
};

const FULL: Readonly<Record<string, unknown>> = {
  '/operations/overview': OVERVIEW,
  '/operations/orders': { items: ORDERS, nextCursor: 'next' },
  '/operations/dead-letters': DEAD_LETTERS,
  '/operations/approvals': APPROVALS,
  '/operations/stock': STOCK,
  '/operations/logs': LOGS,
  '/operations/actions': ACTIONS,
  '/local/faults': FAULTS,
  '/local/invariants': INVARIANTS,
  '/local/payment-rules': { rules: [] },
  '/operations/metrics': METRICS,
};

/** A server of the page with sample data: every state of the page, without a platform. */
export async function samplePlatform(data: 'full' | 'empty' = 'full') {
  const streams = new Set<ServerResponse>();
  const responses = new Map(Object.entries(data === 'full' ? FULL : EMPTY));
  const lastEventIds: (string | undefined)[] = [];
  let numbers = 0;
  const streamPath = '/local/events';
  const config: ConsoleConfig = {
    place: 'laptop',
    stream: streamPath,
    storage: 'in memory until it stops',
    auth: false,
    localCallers: ['operator'],
    features: ['faults'],
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://sample');
    const json = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (pathname === '/config.json') return json(config);
    if (pathname === streamPath) {
      if (request.headers.accept !== 'text/event-stream') return json({ events: [] });
      lastEventIds.push(request.headers['last-event-id']?.toString());
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 200\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const body = responses.get(pathname) ?? orderView(pathname.split('/').at(-1) ?? '');
    if (body !== undefined) return json(body);
    void sendFile(pathname === '/' ? 'index.html' : pathname.slice(1), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** The id of the last event that each connection began with. */
    lastEventIds,
    /** Sends an event to all pages. */
    send: (event: unknown): void => {
      numbers += 1;
      for (const stream of streams) {
        const line = JSON.stringify({ at: new Date().toISOString(), envelope: event });
        stream.write(`id: sample-${numbers}\nevent: event\ndata: ${line}\n\n`);
      }
    },
    /** Ends the streams of all pages. They connect again. */
    disconnect: (): void => {
      for (const stream of streams) stream.destroy();
    },
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function sendFile(name: string, response: ServerResponse): Promise<void> {
  const body = await readFile(new URL(name, PAGE_FOLDER)).catch(() => undefined);
  if (body === undefined) {
    response
      .writeHead(404, { 'content-type': 'application/problem+json' })
      .end(JSON.stringify({ code: 'ROUTE_NOT_FOUND', detail: 'Unknown route.' }));
    return;
  }
  response
    .writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'text/plain',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    })
    .end(body);
}
