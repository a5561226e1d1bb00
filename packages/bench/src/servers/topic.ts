import { once } from 'node:events';
import { createServer } from 'node:http';

import { portOf } from '@snacks/local';

/** Starts a server that accepts every message as SNS does, and returns its endpoint. */
export async function startTopic(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'text/xml');
      response.end(
        '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
      );
    });
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}`;
}
