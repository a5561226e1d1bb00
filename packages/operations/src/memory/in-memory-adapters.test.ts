import { describe, it } from '@jest/globals';
import { isFields, toTimestamp } from '@snacks/domain';

import {
  actionLogContract,
  deadLetterQueuesContract,
  logSearchContract,
  type WrittenLine,
} from '../testing/index.js';
import { InMemoryActionLog, InMemoryDeadLetterQueues, InMemoryLogSearch } from './index.js';

const functions = { describe, it };

actionLogContract(functions, async () => new InMemoryActionLog());

deadLetterQueuesContract(functions, async () => {
  let ids = 0;
  const randomId = () => `message-${(ids += 1)}`;
  const clock = { now: () => 1_000 };
  const deadLetters = new InMemoryDeadLetterQueues(clock, { randomId }, () => 'source');
  return { deadLetters, queue: 'source-dlq', source: 'source' };
});

logSearchContract(functions, async (lines) => new InMemoryLogSearch(lines.map(toLine)));

function toLine({ service, text }: WrittenLine, n: number) {
  const at = toTimestamp(n);
  const fields: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  if (!isFields(fields) || Object.keys(fields).length === 0) {
    return { at, level: 'info', service, message: text, fields: { message: text } };
  }
  const { orderId, messageId, attempt } = fields;
  return {
    at,
    level: String(fields.level),
    service,
    message: String(fields.message),
    ...(typeof orderId === 'string' && { orderId }),
    ...(typeof messageId === 'string' && { messageId }),
    ...(typeof attempt === 'number' && { attempt }),
    fields,
  };
}
