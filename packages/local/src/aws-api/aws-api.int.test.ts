import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { awsPlatform } from '../../test/aws-platform.js';

let aws: Awaited<ReturnType<typeof awsPlatform>>;

beforeEach(async () => {
  aws = await awsPlatform();
});

afterEach(async () => {
  await aws.stop(5_000);
});

describe('a call over an API of AWS', () => {
  it('is refused for an unknown service, and for a body that is not a JSON object', async () => {
    const unknown = await aws.unknown('Do');
    const broken = await aws.sqs('ListQueues', '{"');
    const list = await aws.sqs('ListQueues', []);

    expect(unknown.body.message).toContain('Supported: AmazonSQS, AWSEvents, Logs_20140328');
    expect(broken).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
    expect(list).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
  });

  it('is refused over 10 MB', async () => {
    const response = await aws.sqs('SendMessage', { MessageBody: 'x'.repeat(11 * 1_024 * 1_024) });

    expect(response).toMatchObject({ status: 413, body: { __type: 'ValidationException' } });
  });

  it('is refused in XML if it uses the query protocol', async () => {
    const response = await fetch(aws.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListQueues',
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>UnknownOperationException</Code>');
  });
});
