import type { Notifications } from '../ports/notifications.js';
import { aPlacing } from './builders.js';
import { assertEqual, assertTrue, type TestFunctions } from './test-functions.js';

/** Notifications, and what those who read them see. */
export interface NotificationsUnderTest {
  readonly notifications: Notifications;
  /** What was told, as texts, in its order. */
  readonly told: () => Promise<readonly string[]>;
}

/** Tests every sentence of the {@link Notifications} port that can be made to show. */
export function notificationsContract(
  { describe, it }: TestFunctions,
  create: () => Promise<NotificationsUnderTest>,
): void {
  describe('notifications', () => {
    it('tell of each event, with its id', async () => {
      const { notifications, told } = await create();
      const events = [aPlacing(), aPlacing()].flatMap((placing) => placing.events);

      for (const event of events) await notifications.notify(event);

      const texts = await told();
      assertEqual(texts.length, 2, 'told');
      const named = events.every(({ detail }, n) => texts[n]?.includes(detail.metadata.eventId));
      assertTrue(named, 'each text names the id of its event');
    });

    it('tell again who is to be told again', async () => {
      const { notifications, told } = await create();
      const { events } = aPlacing();

      for (const event of [...events, ...events]) await notifications.notify(event);

      assertEqual((await told()).length, 2, 'told');
    });
  });
}
