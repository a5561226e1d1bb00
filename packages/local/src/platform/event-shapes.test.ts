import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { manualPlatform } from '../../test/manual-platform.js';
import { toApiEvent } from '../http/api-event.js';
import type { LocalFunction } from '../lambda/local-function.js';

/** An event as AWS sends it, from the fixtures of the handlers. */
function fixture(name: string): unknown {
  const file = new URL(`../../../handlers/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The names and types in a value, without the values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (!isFields(value)) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
}

/** Removes the named fields at every level of a value. */
function without(value: unknown, ...names: string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => without(element, ...names));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.includes(name))
      .map(([name, field]) => [name, without(field, ...names)]),
  );
}

/** Records the events that a function is invoked with. */
function recordEvents(target: LocalFunction): unknown[] {
  const events: unknown[] = [];
  const invoke = target.invoke.bind(target);
  target.invoke = async (event, requestId) => {
    events.push(event);
    return invoke(event, requestId);
  };
  return events;
}

function firstRecord(event: unknown): unknown {
  return isFields(event) && Array.isArray(event.Records) ? event.Records[0] : undefined;
}

describe('an event of the local platform has the shape of the AWS event', () => {
  it('for an HTTP request', async () => {
    const app = new Hono();
    const match = { routeKey: 'POST /orders', requestId: 'id', at: Date.UTC(2026, 10, 21, 9, 30) };
    app.post('/orders', async (context) => context.json(await toApiEvent(context, match)));
    const query = 'parameter1=value1&parameter1=value2&parameter2=value';

    const body = JSON.stringify(anOrderRequest());

    const response = await app.request(`/orders?${query}`, {
      method: 'POST',
      headers: {
        'content-length': String(body.length),
        'content-type': 'application/json',
        'user-agent': 'curl/8.5.0',
      },
      body,
    });
    const event: unknown = await response.json();

    const expected = fixture('api-gateway-v2');
    expect(shapeOf(without(event, 'headers'))).toEqual(shapeOf(without(expected, 'headers')));
    expect(event).toMatchObject({
      rawQueryString: query,
      queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
      requestContext: { time: '21/Nov/2026:09:30:00 +0000' },
      isBase64Encoded: false,
    });
  });

  it('for a stream record, a queue record and an event of the bus', async () => {
    const { platform, waitUntilIdle } = manualPlatform();
    const streamed = recordEvents(platform.function('order-relay'));
    const queued = recordEvents(platform.function('order-processor'));

    await platform.function('order-creator').invoke(anOrderRequest());
    await waitUntilIdle();

    const ofTheTable = ['statusShard', 'createdAtOrderId', 'writeId', 'requestHash'];
    expect(shapeOf(without(firstRecord(streamed[0]), ...ofTheTable))).toEqual(
      shapeOf(without(firstRecord(fixture('dynamodb-stream')), ...ofTheTable)),
    );
    const [sent, received] = [firstRecord(queued[0]), firstRecord(fixture('sqs'))];
    expect(shapeOf(sent)).toEqual(shapeOf(received));
    const envelope: unknown = isFields(sent) ? JSON.parse(String(sent.body)) : undefined;
    expect(shapeOf(envelope)).toEqual(shapeOf(fixture('eventbridge')));
  });

  it('for a schedule', async () => {
    const { platform, pass } = manualPlatform();
    const scheduled = recordEvents(platform.function('order-sweeper'));

    await pass(5 * 60_000);

    expect(scheduled.map(shapeOf)).toEqual([shapeOf(fixture('scheduled'))]);
  });
});
