import { isFields } from '@snacks/domain';
import { MESSAGE_GIVEN_UP } from '@snacks/operations';

import { readJson } from '../json/read-json.js';
import type { MessageStore } from '../store/message-store.js';
import type { RecentLogs } from './recent-logs.js';

/**
 * Stores the log line of a message's last try with the message, so that a dead letter has its reason after a
 * restart. Restores the lines of an earlier process.
 */
export function storeLastTries(logs: RecentLogs, messages: MessageStore): void {
  logs.restore(messages.restored.flatMap(({ lastTry }) => lastTry ?? []));
  logs.onLine((line) => {
    if (!line.text.includes(MESSAGE_GIVEN_UP)) return; // faster than to parse every line
    const record = readJson(line.text);
    if (!isFields(record) || record.message !== MESSAGE_GIVEN_UP) return;
    if (typeof record.messageId === 'string') messages.addLastTry(record.messageId, line);
  });
}
