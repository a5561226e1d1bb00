import { describe, expect, it } from '@jest/globals';
import { aPlacing, notificationsContract } from '@snacks/domain/testing';

import { LogNotifications } from './log-notifications.js';
import { PinoLogger } from './pino-logger.js';

function notificationsByLog() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = new PinoLogger({ service: 'order-processor', level: 'info', destination });
  return { lines, notifications: new LogNotifications(logger), sent: async () => lines };
}

notificationsContract({ describe, it }, async () => notificationsByLog());

describe('notifications in the log', () => {
  it('contain no customer data', async () => {
    const { lines, notifications } = notificationsByLog();

    for (const event of aPlacing().events) await notifications.notify(event);

    expect(lines.join('')).toContain('customer notified');
    expect(lines.join('')).not.toMatch(/John Doe|Chips|9\.97/);
  });
});
