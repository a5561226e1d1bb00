import type { Notifications } from '../ports/notifications.js';
import { aPlacing } from './builders.js';
import { assertEqual, assertTrue, type TestFunctions } from './test-functions.js';

/** Notifications, and what a test needs to observe them. */
export interface NotificationsUnderTest {
  readonly notifications: Notifications;
  /** The sent notifications as texts, in their order. */
  readonly sent: () => Promise<readonly string[]>;
}

/** Tests the guarantees of the {@link Notifications} port that a test can observe. */
export function notificationsContract(
  { describe, it }: TestFunctions,
  create: () => Promise<NotificationsUnderTest>,
): void {
  describe('notifications', () => {
    it('are sent for each event, with its id', async () => {
      const { notifications, sent } = await create();
      const events = [aPlacing(), aPlacing()].flatMap((placing) => placing.events);

      for (const event of events) await notifications.notify(event);

      const texts = await sent();
      assertEqual(texts.length, 2, 'notifications');
      const haveIds = events.every(({ detail }, n) => texts[n]?.includes(detail.metadata.eventId));
      assertTrue(haveIds, 'each notification has the id of its event');
    });

    it('are sent again if an event is repeated', async () => {
      const { notifications, sent } = await create();
      const { events } = aPlacing();

      for (const event of [...events, ...events]) await notifications.notify(event);

      assertEqual((await sent()).length, 2, 'notifications');
    });
  });
}
