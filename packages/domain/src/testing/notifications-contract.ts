import type { Notifications } from '../ports/notifications.js';
import { aPlacing } from './builders.js';
import { assertEqual } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** Notifications, and what a test needs to observe them. */
export interface NotificationsUnderTest {
  readonly notifications: Notifications;
  /** The sent notifications as texts, in their order. */
  readonly sent: () => Promise<readonly string[]>;
}

/** Tests the guarantees of the {@link Notifications} port that a test can observe. */
export function notificationsContract(
  functions: TestFunctions,
  createSubject: () => Promise<NotificationsUnderTest>,
  options: ContractOptions<NotificationsUnderTest> = {},
): void {
  const { describe, it } = contractSuite('Notifications', functions, createSubject, options);
  describe('notifications', () => {
    it('are sent for each event, with its id', async (create) => {
      const { notifications, sent } = await create();
      const events = [aPlacing(), aPlacing()].flatMap((placing) => placing.events);

      for (const event of events) await notifications.notify(event);

      const texts = await sent();
      assertEqual(texts.length, 2, 'notifications');
      const ids = events.map(({ detail }) => detail.metadata.eventId);
      assertEqual(
        ids.filter((id, n) => texts[n]?.includes(id) !== true),
        [],
        'event ids without a notification',
      );
    });

    it('are sent again if an event is repeated', async (create) => {
      const { notifications, sent } = await create();
      const { events } = aPlacing();

      for (const event of [...events, ...events]) await notifications.notify(event);

      assertEqual((await sent()).length, 2, 'notifications');
    });
  });
}
