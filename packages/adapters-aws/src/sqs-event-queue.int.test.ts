import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEventRecord } from '@snacks/domain/testing';
import { close, listen } from '../test/loopback.js';
import { createSqsClient } from './sqs-client.js';
import { SqsEventQueue } from './sqs-event-queue.js';

/** What the server was sent, and the status codes that it fails with, one a request. */
const sent: { readonly target: unknown; readonly input: Readonly<Record<string, unknown>> }[] = [];
const failures: number[] = [];

/** Takes messages as SQS does: the answer has the MD5 of the body, which the client compares. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const input: Readonly<Record<string, unknown>> = JSON.parse(await text(request));
  const failure = failures.shift();
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  if (failure !== undefined) {
    response.statusCode = failure;
    response.end('{"__type":"InternalError"}');
    return;
  }
  sent.push({ target: request.headers['x-amz-target'], input });
  const MD5OfMessageBody = createHash('md5').update(String(input.MessageBody)).digest('hex');
  response.end(JSON.stringify({ MessageId: 'message-1', MD5OfMessageBody }));
}

const server = createServer((request, response) => void answer(request, response));
let endpoint: string;

beforeAll(async () => {
  endpoint = await listen(server);
});

afterAll(async () => close(server));

beforeEach(() => {
  sent.length = 0;
  failures.length = 0;
});

function aQueue(): SqsEventQueue {
  const client = createSqsClient({
    endpoint,
    region: 'eu-central-1',
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  });
  return new SqsEventQueue(client, { queueUrl: `${endpoint}/123456789012/event-intake` });
}

describe('a queue of SQS', () => {
  it('takes an event as the JSON body of a message', async () => {
    const event = anEventRecord({ payload: { é: [1] } });

    await aQueue().enqueue(event);

    expect(sent.map(({ target }) => target)).toEqual(['AmazonSQS.SendMessage']);
    const { QueueUrl, MessageBody } = sent[0]?.input ?? {};
    expect(QueueUrl).toBe(`${endpoint}/123456789012/event-intake`);
    expect(JSON.parse(String(MessageBody))).toEqual(event);
  });

  it('is asked again where it failed for a moment', async () => {
    failures.push(500, 503);

    await aQueue().enqueue(anEventRecord());

    expect(sent).toHaveLength(1);
  });

  it('has not taken an event where it fails for good', async () => {
    failures.push(500, 500, 500, 500);

    await expect(aQueue().enqueue(anEventRecord())).rejects.toMatchObject({
      $metadata: { attempts: 3 },
    });
    expect(sent).toHaveLength(0);
  });
});
