import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { isFields } from '@snacks/domain';

import { portOf } from '@snacks/local';

/** Starts a server that accepts every message as SQS does, and returns its endpoint. */
export async function startMessageQueue(): Promise<string> {
  const server = createServer((request, response) => {
    void json(request).then((input) => {
      const body = isFields(input) ? String(input.MessageBody) : '';
      const MD5OfMessageBody = createHash('md5').update(body).digest('hex');
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      return response.end(JSON.stringify({ MessageId: 'accepted', MD5OfMessageBody }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${portOf(server)}`;
}
