import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';

import { bodyOf, portOf } from '@snacks/local';

/** A server with only the platform's HTTP library: it reads the request and returns a constant. */
const app = new Hono();
app.all('*', async (context) => {
  await bodyOf(context.req);
  return context.json({ status: 'ok' });
});
const server = createAdaptorServer({ fetch: app.fetch });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`The server is running on http://127.0.0.1:${portOf(server)}\n`);
});
