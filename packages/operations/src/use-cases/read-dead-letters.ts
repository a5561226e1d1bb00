import { toMilliseconds, toTimestamp } from '@snacks/domain';

import { OPERATIONS_LIMITS } from '../field-rules.js';
import { toDeadLetter, type DeadLetter } from '../messages/dead-letter.js';
import { MESSAGE_GIVEN_UP } from '../messages/try-messages.js';
import { sourceOf, type PlatformMap } from '../platform-map.js';
import type { QueuedMessage } from '../ports/dead-letter-queues.js';
import type { LogLine } from '../ports/log-search.js';
import type { OperationsPorts } from '../ports/operations-ports.js';

/** A queue and its messages. */
export interface QueueContent {
  readonly queue: string;
  readonly messages: readonly QueuedMessage[];
}

/** The log lines that are searched for the reasons of one queue. */
const MAX_LINES = 500;

/** Reads the messages of those queues that have any, concurrently. */
export async function contentsOf(
  { deadLetters }: Pick<OperationsPorts, 'deadLetters'>,
  queues: readonly string[],
): Promise<readonly QueueContent[]> {
  return Promise.all(
    queues.map(async (queue) => {
      const { visible, inFlight } = await deadLetters.depth(queue);
      const limit = OPERATIONS_LIMITS.listedMessages;
      return {
        queue,
        messages: visible + inFlight === 0 ? [] : await deadLetters.list(queue, limit),
      };
    }),
  );
}

/** Describes the messages of a queue, with the reasons that the log of its consumer has. */
export async function describe(
  { logs }: Pick<OperationsPorts, 'logs'>,
  map: PlatformMap,
  { queue, messages }: QueueContent,
): Promise<readonly DeadLetter[]> {
  const lines = await linesOfLastTries(logs, map, { queue, messages });
  return messages.map((message) => toDeadLetter(map, queue, message, lines.get(message.messageId)));
}

async function linesOfLastTries(
  logs: OperationsPorts['logs'],
  map: PlatformMap,
  { queue, messages }: QueueContent,
): Promise<ReadonlyMap<string, LogLine>> {
  const consumer = sourceOf(map, queue)?.function;
  const [oldest] = messages.map(({ sentAt }) => sentAt).sort();
  if (consumer === undefined || oldest === undefined) return new Map();
  // A message without a log line is still listed, so a failing search is no reason to fail.
  const { lines } = await logs
    .find({
      texts: [MESSAGE_GIVEN_UP],
      services: [consumer],
      since: toTimestamp(toMilliseconds(oldest) - 1_000),
      limit: MAX_LINES,
    })
    .catch(() => ({ lines: [] }));
  return new Map(lines.flatMap((line) => (line.messageId ? [[line.messageId, line]] : [])));
}
