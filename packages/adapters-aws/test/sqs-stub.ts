import { createHash } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from '@jest/globals';
import { createSqsClient } from '../src/sqs/client.js';
import { replyJson, startAwsStub, type AwsStub } from './aws-stub.js';

/** A request to SQS. */
export interface SqsRequest {
  readonly target: unknown;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A stub of SQS's SendMessage. Its faults are status codes. */
export interface SqsStub extends AwsStub<SQSClient, number> {
  /** The requests that were taken, in order. */
  readonly sent: SqsRequest[];
}

/** Tests that a call to SQS is retried after transient faults, up to three attempts. */
export function testRetries(stub: () => SqsStub, call: () => Promise<unknown>): void {
  it('sends again after a transient fault', async () => {
    stub().break(500, 503);

    await call();

    expect(stub().sent).toHaveLength(1);
  });

  it('throws after three failed attempts', async () => {
    stub().break(500, 500, 500, 500);

    await expect(call()).rejects.toMatchObject({ $metadata: { attempts: 3 } });
    expect(stub().sent).toHaveLength(0);
  });
}

/** Starts a queue that accepts everything. Like SQS, it responds with the body's MD5. */
export async function startSqs(): Promise<SqsStub> {
  const sent: SqsRequest[] = [];
  const stub = await startAwsStub<SQSClient, number>(
    createSqsClient,
    {},
    ({ request, body, fault, response }) => {
      if (fault !== undefined) return replyJson(response, fault, { __type: 'InternalError' });
      const input: SqsRequest['input'] = JSON.parse(body);
      sent.push({ target: request.headers['x-amz-target'], input });
      const MD5OfMessageBody = createHash('md5').update(String(input.MessageBody)).digest('hex');
      replyJson(response, 200, { MessageId: 'message-1', MD5OfMessageBody });
    },
  );
  return { ...stub, sent };
}
