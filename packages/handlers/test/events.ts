import { readFileSync } from 'node:fs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { isFields, type Change } from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import { toItem } from '@snacks/domain/ports';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';

/** An event as AWS sends it, from `fixtures/`. */
export function fixture(name: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
  const event: unknown = JSON.parse(text);
  if (!isFields(event)) throw new Error(`${name} is not an event.`);
  return event;
}

export interface ApiRequestTraits {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** A string is sent unchanged, any other value as JSON. */
  readonly body?: unknown;
}

/** The event that an HTTP API sends for a request. */
export function anApiEvent(traits: ApiRequestTraits = {}): APIGatewayProxyEventV2 {
  const { method = 'POST', path = '/orders', headers, pathParameters, query, body } = traits;
  const routeKey = `${method} ${path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json', ...headers },
    ...(query !== undefined && { queryStringParameters: query }),
    ...(pathParameters !== undefined && { pathParameters }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'test' },
      requestId: 'gateway-request',
      routeKey,
      stage: '$default',
      time: '21/Nov/2026:09:30:00 +0000',
      timeEpoch: 1_795_253_400_000,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

/** An order event in the envelope of EventBridge. */
export function anEnvelope({ type, detail }: OrderEvent): Readonly<Record<string, unknown>> {
  return { ...fixture('eventbridge'), 'detail-type': type, detail };
}

/** A batch of queue messages with these bodies; their ids are `message-0`, `message-1` … */
export function aQueueBatch(
  bodies: readonly string[],
  receiveCount = 1,
  queue = 'order-processing',
): SQSEvent {
  return {
    Records: bodies.map((body, n) => ({
      messageId: `message-${n}`,
      receiptHandle: `receipt-${n}`,
      body,
      attributes: {
        ApproximateReceiveCount: String(receiveCount),
        SentTimestamp: '1795253400123',
        SenderId: 'AIDAIENQZJOLO23YVJ4VO',
        ApproximateFirstReceiveTimestamp: '1795253400128',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:${queue}`,
      awsRegion: 'eu-central-1',
    })),
  };
}

/**
 * The stream record of an order's insert, as JSON. `attributes` replace those of the new image.
 */
export function anInsert(
  change: Change,
  { sequenceNumber = '1', attributes = {} }: InsertTraits = {},
) {
  const NewImage = { ...marshall(toItem({ ...change, requestHash: 'hash' })), ...attributes };
  return {
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    dynamodb: { SequenceNumber: sequenceNumber, NewImage },
  };
}

export interface InsertTraits {
  readonly sequenceNumber?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}
