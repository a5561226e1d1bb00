import { MessageNotFoundError, NotRedrivableError } from '../errors.js';
import { OPERATIONS_LIMITS } from '../field-rules.js';
import { redriveTarget } from '../messages/dead-letter.js';
import { dryRun, type DryRun } from '../messages/dry-run.js';
import { messageIds } from '../messages/message-ids.js';
import { sourceOf, type ConsumerName, type PlatformMap } from '../platform-map.js';
import type { QueuedMessage } from '../ports/dead-letter-queues.js';
import type { OperationsPorts } from '../ports/operations-ports.js';
import { assertKnown } from './known-queue.js';

/** Says what the handler of a message would do with it now. Changes nothing. */
export class DryRunMessage {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'deadLetters' | 'orders'>,
    private readonly map: PlatformMap,
  ) {}

  /**
   * @param command `body` replaces the body of the message, as an edit would.
   * @throws {QueueNotFoundError} if there is no such dead-letter queue.
   * @throws {MessageNotFoundError} if the queue does not have the message now, and no body is given.
   * @throws {NotRedrivableError} if no function handles the messages of the queue.
   */
  async execute(command: {
    readonly queue: string;
    readonly messageId: string;
    readonly body?: string;
  }): Promise<DryRun> {
    const { queue, messageId } = command;
    assertKnown(this.map, queue);
    const source = sourceOf(this.map, queue);
    if (source !== undefined && command.body !== undefined) {
      return this.run(source.function, command.body);
    }
    const messages = await this.ports.deadLetters.list(queue, OPERATIONS_LIMITS.listedMessages);
    const message = messages.find((one) => one.messageId === messageId);
    if (message === undefined) throw new MessageNotFoundError(queue);
    return this.run(this.consumerOf(queue, message), command.body ?? message.body);
  }

  private consumerOf(queue: string, message: QueuedMessage): ConsumerName {
    const target = redriveTarget(this.map, queue, message);
    const consumer = this.map.queues.find(({ name }) => name === target)?.function;
    if (consumer !== undefined) return consumer;
    throw new NotRedrivableError(`No function handles the messages of ${queue}: see the runbook.`);
  }

  private async run(consumer: ConsumerName, body: string): Promise<DryRun> {
    const { orderId } = messageIds(body);
    const order = orderId === undefined ? undefined : await this.ports.orders.find(orderId);
    return dryRun(consumer, body, order);
  }
}
