import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { isFields } from '@snacks/domain';

import { portOf } from '@snacks/local';

/** Starts a server that accepts every event as EventBridge does, and returns its endpoint. */
export async function startEventBus(): Promise<string> {
  const server = createServer((request, response) => {
    void json(request).then((input) => {
      const entries = isFields(input) && Array.isArray(input.Entries) ? input.Entries : [];
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      const Entries = entries.map((_, n) => ({ EventId: `accepted-${n}` }));
      return response.end(JSON.stringify({ FailedEntryCount: 0, Entries }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}`;
}
