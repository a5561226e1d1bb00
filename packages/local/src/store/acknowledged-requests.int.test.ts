import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { awsPlatform } from '../../test/aws-platform.js';
import { LevelMessageStore } from './message-store.js';

const DLQ = 'order-processing-dlq';

let folder: string;
let aws: Awaited<ReturnType<typeof awsPlatform>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-'));
  aws = await awsPlatform(folder);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await aws.stop(5_000);
  await rm(folder, { recursive: true });
});

/** Holds back the writes of messages. Resolves `asked` when a request waits for them. */
function holdBackWrites() {
  const signals = new EventEmitter();
  const asked = once(signals, 'asked');
  const written = once(signals, 'written');
  jest.spyOn(LevelMessageStore.prototype, 'flush').mockImplementation(async () => {
    signals.emit('asked');
    await written;
  });
  return { asked, write: () => signals.emit('written') };
}

describe('a request that sends, moves or deletes messages', () => {
  it.each([
    [
      'SendMessage',
      async () => aws.sqs('SendMessage', { QueueUrl: aws.queueUrl(DLQ), MessageBody: 'a' }),
    ],
    [
      'DeleteMessage',
      async () =>
        aws.sqs('DeleteMessage', { QueueUrl: aws.queueUrl(DLQ), ReceiptHandle: `${DLQ}#none` }),
    ],
    [
      'StartMessageMoveTask',
      async () => aws.sqs('StartMessageMoveTask', { SourceArn: aws.queueArn(DLQ) }),
    ],
    [
      'PutEvents',
      async () =>
        aws.events('PutEvents', {
          Entries: [
            {
              Source: 'test',
              DetailType: 'Test',
              Detail: '{}',
              EventBusName: 'serverless-snacks-orders',
            },
          ],
        }),
    ],
    ['redrive', async () => aws.post(`/local/queues/${DLQ}/redrive`, {})],
    [
      'POST /events',
      async () => aws.post('/events', { source: 'sensor-01', type: 'temperature', payload: 21 }),
    ],
  ])('is acknowledged only when that is stored: %s', async (_what, send) => {
    const { asked, write } = holdBackWrites();
    const seen: string[] = [];

    const request = send().then(({ status }) => {
      seen.push('acknowledged');
      return status;
    });
    await Promise.race([asked, request]);
    seen.push('stored');
    write();

    expect([200, 202]).toContain(await request);
    expect(seen).toEqual(['stored', 'acknowledged']);
  });
});
