import { QueueNotFoundError } from '../errors.js';
import type { PlatformMap } from '../platform-map.js';

/** @throws {QueueNotFoundError} if the platform has no dead-letter queue with this name. */
export function assertKnown({ deadLetterQueues }: PlatformMap, queue: string): void {
  if (!deadLetterQueues.includes(queue)) throw new QueueNotFoundError(deadLetterQueues);
}
