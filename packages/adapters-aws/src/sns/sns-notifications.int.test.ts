import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { complete } from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import { aChangeContext, anOrderIn, notificationsContract } from '@snacks/domain/testing';
import { SnsNotifications } from './sns-notifications.js';
import { startTopic, type TopicStub } from '../../test/topic.js';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:order-notifications';

let topic: TopicStub;
let notifications: SnsNotifications;

beforeEach(async () => {
  topic = await startTopic({ requestTimeout: 200 });
  notifications = new SnsNotifications(topic.client, { topicArn: TOPIC });
});

afterEach(async () => {
  await topic.stop();
});

function anEvent(): OrderEvent {
  const [event] = complete(anOrderIn('PROCESSING'), aChangeContext()).events;
  if (event === undefined) throw new Error('A completed order has an event.');
  return event;
}

/** Returns the event in a message. */
function eventIn(message: URLSearchParams): unknown {
  return JSON.parse(message.get('Message') ?? '');
}

describe('notifications on SNS', () => {
  notificationsContract({ describe, it }, async () => ({
    notifications,
    sent: async () => topic.taken.map((message) => JSON.stringify(eventIn(message))),
  }));

  it('have the event as on the bus, and its type as the subject', async () => {
    const event = anEvent();

    await notifications.notify(event);

    const [message, ...others] = topic.taken;
    expect(others).toEqual([]);
    expect(Object.fromEntries(message ?? [])).toMatchObject({
      Action: 'Publish',
      TopicArn: TOPIC,
      Subject: 'Order Processed',
    });
    expect(eventIn(message ?? new URLSearchParams())).toEqual({
      source: 'serverless.snacks',
      'detail-type': 'Order Processed',
      detail: event.detail,
    });
  });

  it('carry the event id, so that consumers can deduplicate them', async () => {
    const event = anEvent();

    await notifications.notify(event);

    const parameters = Object.fromEntries(topic.taken[0] ?? []);
    expect(Object.values(parameters)).toEqual(
      expect.arrayContaining(['eventId', event.detail.metadata.eventId, 'type', 'Order Processed']),
    );
  });

  it.each(['internal error', 'throttled', 'silent'] as const)(
    'are sent again after a transient fault: %s',
    async (fault) => {
      topic.break(fault);

      await notifications.notify(anEvent());

      expect(topic.taken).toHaveLength(1);
    },
  );

  it('are sent twice if the response is lost', async () => {
    topic.break('response lost');

    await notifications.notify(anEvent());

    expect(topic.taken).toHaveLength(2);
    expect(topic.taken[0]?.get('Message')).toBe(topic.taken[1]?.get('Message'));
  });

  it('throw if the topic refuses them', async () => {
    topic.break('no such topic', 'no such topic', 'no such topic');

    await expect(notifications.notify(anEvent())).rejects.toMatchObject({
      name: 'NotFoundException',
    });

    expect(topic.taken).toEqual([]);
  });
});
