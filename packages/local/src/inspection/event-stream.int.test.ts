import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { servedPlatform } from '../../test/served-platform.js';
import { RecentEvents } from './recent-events.js';

type Served = Awaited<ReturnType<typeof servedPlatform>>;
let served: Served;

beforeEach(async () => {
  served = await servedPlatform();
});

afterEach(async () => {
  await served.stop(5_000);
});

interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

const lineOf = (block: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';

/** Opens a stream. Its messages are read one by one. */
async function open(lastEventId?: string) {
  const response = await fetch(`${served.url}/local/events/stream`, {
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('The response has no body.');
  let text = '';
  return {
    type: response.headers.get('content-type'),
    /** The next message; `undefined` at the end of the stream. */
    next: async (): Promise<Message | undefined> => {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end === -1) {
          const { done, value } = await reader.read();
          if (done) return undefined;
          text += value;
          continue;
        }
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        if (block.startsWith(':')) continue;
        const data: unknown = JSON.parse(lineOf(block, 'data'));
        return { id: lineOf(block, 'id'), event: lineOf(block, 'event'), data };
      }
    },
    close: async () => reader.cancel(),
  };
}

const typeOf = (message: Message | undefined): unknown =>
  isFields(message?.data) ? message.data['detail-type'] : undefined;

async function placeAndProcess(): Promise<void> {
  const placed = await served.post('/orders', anOrderRequest());
  await served.readUntil(
    `/orders/${String(placed.body.orderId)}`,
    ({ status }) => status === 'PROCESSED',
  );
  await served.platform.waitUntilIdle(5_000);
}

describe('the stream of events', () => {
  it('sends the latest events of the bus, then each as it comes', async () => {
    await placeAndProcess();
    const stream = await open();

    await placeAndProcess();

    expect(stream.type).toBe('text/event-stream');
    const types = [];
    for (let count = 0; count < 4; count += 1) types.push(typeOf(await stream.next()));
    expect(types).toEqual(['Order Created', 'Order Processed', 'Order Created', 'Order Processed']);
    await stream.close();
  });

  it('continues after the last event that a reader got', async () => {
    const first = await open();
    await placeAndProcess();
    const created = await first.next();
    await first.close();
    await placeAndProcess();

    const second = await open(created?.id);

    expect(typeOf(await second.next())).toBe('Order Processed');
    expect(typeOf(await second.next())).toBe('Order Created');
    expect(typeOf(await second.next())).toBe('Order Processed');
    await second.close();
  });

  it('reports events that it has forgotten, and sends those that it keeps', async () => {
    const first = await open();
    await placeAndProcess();
    const created = await first.next();
    await first.close();
    const [event] = served.platform.recentEvents.items;
    if (event === undefined) throw new Error('There is no event.');
    for (let count = 0; count < RecentEvents.LIMIT; count += 1) {
      served.platform.recentEvents.add(event);
    }

    const second = await open(created?.id);

    expect(await second.next()).toMatchObject({ event: 'gap', data: { reason: 'forgotten' } });
    expect(await second.next()).toMatchObject({
      id: expect.stringMatching(/-3$/),
      event: 'bus',
    });
    await second.close();
  });

  it('reports an id of an earlier process, and sends all events of this one', async () => {
    await placeAndProcess();

    const stream = await open('00000000-17');

    expect(await stream.next()).toMatchObject({ event: 'gap', data: { reason: 'restarted' } });
    expect(typeOf(await stream.next())).toBe('Order Created');
    await stream.close();
  });

  it('ends when the server stops, which does not wait for its readers', async () => {
    const stream = await open();

    expect(await served.stop(5_000)).toBe(true);

    expect(await stream.next()).toBeUndefined();
  });
});
