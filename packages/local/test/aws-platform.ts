import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import type { ServerOptions } from '../src/http/server.js';
import { servedPlatform, type Response } from './served-platform.js';

const NOWHERE = { write: () => {} };

/** A served platform that records its logs, with calls in the form of an AWS SDK. */
export async function awsPlatform(dataFolder?: string, options: Partial<ServerOptions> = {}) {
  const served = await servedPlatform({
    ...options,
    dataFolder,
    loggerOf: (service, logs) => {
      const destination = service === 'platform' ? NOWHERE : logs.destinationFor(service, NOWHERE);
      return new PinoLogger({ service, level: 'info', destination });
    },
  });
  const call =
    (service: string) =>
    async (operation: string, body: unknown = {}): Promise<Response> =>
      served.post('/', body, {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${service}.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/local/x/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-date': '20260101T000000Z',
      });
  return {
    ...served,
    sqs: call('AmazonSQS'),
    events: call('AWSEvents'),
    logs: call('Logs_20140328'),
    dynamodb: call('DynamoDB_20120810'),
    states: call('AWSStepFunctions'),
    unknown: call('Unknown_1'),
    /** Places an order, waits until it is PROCESSED, and returns its id. */
    placeAndProcess: async (): Promise<string> => {
      const placed = await served.post('/orders', anOrderRequest());
      const orderId = String(placed.body.orderId);
      await served.readUntil(`/orders/${orderId}`, ({ status }) => status === 'PROCESSED');
      return orderId;
    },
    queueUrl: (name: string) => `${served.url}/000000000000/${name}`,
    queueArn: (name: string) => `arn:aws:sqs:local:000000000000:${name}`,
  };
}
