import { OPERATIONS_LIMITS } from '../field-rules.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { PlatformMap } from '../platform-map.js';
import type { OperationsPorts } from '../ports/operations-ports.js';
import { assertKnown } from './known-queue.js';
import { contentsOf, describe } from './read-dead-letters.js';

/** The messages of dead-letter queues, oldest first. */
export interface DeadLetterList {
  readonly items: readonly DeadLetter[];
  /** Whether a queue has more messages than are listed. */
  readonly truncated: boolean;
}

/** Lists the messages of one dead-letter queue, or of all. */
export class ListDeadLetters {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'deadLetters' | 'logs'>,
    private readonly map: PlatformMap,
  ) {}

  /** @throws {QueueNotFoundError} if there is no such dead-letter queue. */
  async execute({ queue }: { readonly queue?: string } = {}): Promise<DeadLetterList> {
    if (queue !== undefined) assertKnown(this.map, queue);
    const queues = queue === undefined ? this.map.deadLetterQueues : [queue];
    const contents = await contentsOf(this.ports, queues);
    const described = await Promise.all(
      contents.map(async (content) => describe(this.ports, this.map, content)),
    );
    const items = described.flat().sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
    const full = contents.some(
      ({ messages }) => messages.length >= OPERATIONS_LIMITS.listedMessages,
    );
    return { items, truncated: full };
  }
}
