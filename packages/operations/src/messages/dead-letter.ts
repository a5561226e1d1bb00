import { isTimestamp, type Timestamp } from '@snacks/domain';

import type { PlatformMap } from '../platform-map.js';
import { sourceOf } from '../platform-map.js';
import type { QueuedMessage } from '../ports/dead-letter-queues.js';
import type { LogLine } from '../ports/log-search.js';
import { failureReason } from './failure-reason.js';
import { messageIds, type MessageIds } from './message-ids.js';

/** A message in a dead-letter queue, with what is known of it. */
export interface DeadLetter extends MessageIds {
  readonly queue: string;
  readonly messageId: string;
  /** The queue that a redrive sends it to; left out if it cannot be redriven. */
  readonly source?: string;
  /** The function that handles the messages of `source`. */
  readonly function?: string;
  readonly reason: string;
  /**
   * The tries that failed: a message moves to the dead-letter queue of a queue after as many receives. Its own
   * count also counts its listings.
   */
  readonly receiveCount: number;
  readonly sentAt: Timestamp;
  readonly body: string;
  /** The operator who edited it before. */
  readonly edited?: { readonly by: string; readonly at: Timestamp };
}

/** The attributes that an edited message carries. */
export const EDITED_BY = 'edited-by';
export const EDITED_AT = 'edited-at';

/** Describes a message of a dead-letter queue. */
export function toDeadLetter(
  map: PlatformMap,
  queue: string,
  message: QueuedMessage,
  line?: LogLine,
): DeadLetter {
  const { messageId, body, attributes, sentAt } = message;
  const target = redriveTarget(map, queue, message);
  const consumer = map.queues.find(({ name }) => name === target)?.function;
  const { [EDITED_BY]: by, [EDITED_AT]: at } = attributes;
  return {
    queue,
    messageId,
    ...(target !== undefined && { source: target }),
    ...(consumer !== undefined && { function: consumer }),
    ...messageIds(body),
    reason: failureReason(message, line),
    receiveCount: sourceOf(map, queue)?.maxReceiveCount ?? message.receiveCount,
    sentAt,
    body,
    ...(by !== undefined && isTimestamp(at) && { edited: { by, at } }),
  };
}

/**
 * Returns the queue that a redrive of the message sends it to: the one that it failed in, or the queue of
 * the rule that could not deliver it. Returns `undefined` for notices of the stream and of asynchronous
 * invocations, which no queue accepts.
 */
export function redriveTarget(
  map: PlatformMap,
  queue: string,
  { attributes }: Pick<QueuedMessage, 'attributes'>,
): string | undefined {
  const source = sourceOf(map, queue);
  if (source !== undefined) return source.name;
  const rule = attributes.RULE_ARN?.split('/').at(-1);
  if (rule === undefined) return undefined;
  const names = Object.keys(map.rules).filter(
    (name) => rule === name || rule.startsWith(`${name}-`),
  );
  const [longest] = names.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : map.rules[longest];
}
