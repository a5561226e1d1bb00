import { toTimestamp } from '@snacks/domain';
import type { Clock, IdGenerator } from '@snacks/domain/ports';

import { RedriveRunningError } from '../errors.js';
import type {
  ConsumeOutcome,
  DeadLetterQueues,
  QueueDepth,
  QueuedMessage,
} from '../ports/dead-letter-queues.js';

/** Keeps the messages of queues in memory. `moveAll` moves them at once. */
export class InMemoryDeadLetterQueues implements DeadLetterQueues {
  private readonly queues = new Map<string, QueuedMessage[]>();
  private readonly moving = new Set<string>();

  /** @param sourceOf the queue that the messages of a dead-letter queue failed in. */
  constructor(
    private readonly clock: Clock,
    private readonly ids: Pick<IdGenerator, 'randomId'>,
    private readonly sourceOf: (queue: string) => string,
  ) {}

  async depth(queue: string): Promise<QueueDepth> {
    return { visible: this.messages(queue).length, inFlight: 0 };
  }

  async list(queue: string, limit: number): Promise<readonly QueuedMessage[]> {
    return this.messages(queue).slice(0, limit);
  }

  async consume(
    queue: string,
    messageIds: readonly string[],
    handle: (message: QueuedMessage) => Promise<void>,
  ): Promise<ReadonlyMap<string, ConsumeOutcome>> {
    const outcomes = new Map<string, ConsumeOutcome>();
    const wanted = this.messages(queue).filter(({ messageId }) => messageIds.includes(messageId));
    for (const message of wanted) {
      try {
        await handle(message);
        this.remove(queue, message);
        outcomes.set(message.messageId, { done: true });
      } catch (error) {
        outcomes.set(message.messageId, { done: false, error });
      }
    }
    return outcomes;
  }

  async send(
    queue: string,
    { body, attributes }: Pick<QueuedMessage, 'body' | 'attributes'>,
  ): Promise<void> {
    const messageId = this.ids.randomId();
    const sentAt = toTimestamp(this.clock.now());
    this.messages(queue).push({ messageId, body, attributes, receiveCount: 0, sentAt });
  }

  async moveAll(queue: string): Promise<number> {
    if (this.moving.has(queue)) throw new RedriveRunningError(queue);
    this.moving.add(queue);
    const messages = [...this.messages(queue)];
    for (const message of messages) {
      await this.send(this.sourceOf(queue), message);
      this.remove(queue, message);
    }
    this.moving.delete(queue);
    return messages.length;
  }

  private messages(queue: string): QueuedMessage[] {
    const messages = this.queues.get(queue) ?? [];
    this.queues.set(queue, messages);
    return messages;
  }

  private remove(queue: string, { messageId }: QueuedMessage): void {
    this.queues.set(
      queue,
      this.messages(queue).filter((one) => one.messageId !== messageId),
    );
  }
}
