import { toTimestamp } from '@snacks/domain';

import { MessageInvalidError, MessageNotFoundError, NotRedrivableError } from '../errors.js';
import { EDITED_AT, EDITED_BY, redriveTarget } from '../messages/dead-letter.js';
import { issuesOf } from '../messages/dry-run.js';
import type { PlatformMap } from '../platform-map.js';
import type { QueuedMessage } from '../ports/dead-letter-queues.js';
import type { OperationsPorts } from '../ports/operations-ports.js';
import { audited, type OperatorCommand } from './audited.js';
import { assertKnown } from './known-queue.js';

/** Which message to change. */
export interface MessageCommand extends OperatorCommand {
  readonly queue: string;
  readonly messageId: string;
}

type Ports = Pick<OperationsPorts, 'deadLetters' | 'actions' | 'clock' | 'ids'>;

/**
 * Sends a dead letter with another body to the queue that it failed in, and removes the old one. The
 * message carries who edited it, and when.
 */
export class EditMessage {
  constructor(
    private readonly ports: Ports,
    private readonly map: PlatformMap,
  ) {}

  /**
   * Returns the queue that the message was sent to.
   *
   * @throws {QueueNotFoundError} if there is no such dead-letter queue.
   * @throws {MessageNotFoundError} if the queue does not have the message now.
   * @throws {NotRedrivableError} if no queue accepts the message.
   * @throws {MessageInvalidError} if the new body is not valid by the schema of its event.
   */
  async execute(command: MessageCommand & { readonly body: string }): Promise<{ sentTo: string }> {
    const { queue, messageId, body, actor } = command;
    const { deadLetters, clock } = this.ports;
    assertKnown(this.map, queue);
    return audited(
      this.ports,
      { ...command, action: 'edit', subject: `${queue}: ${messageId}` },
      async () => {
        const sentTo = await consumeOne(this.ports, queue, messageId, async (message) => {
          const target = this.targetOf(queue, message, body);
          const edited = { [EDITED_BY]: actor, [EDITED_AT]: toTimestamp(clock.now()) };
          await deadLetters.send(target, {
            body,
            attributes: { ...message.attributes, ...edited },
          });
          return target;
        });
        return { result: { sentTo }, outcome: `sent to ${sentTo}` };
      },
    );
  }

  private targetOf(queue: string, message: QueuedMessage, body: string): string {
    const target = redriveTarget(this.map, queue, message);
    const consumer = this.map.queues.find(({ name }) => name === target)?.function;
    if (target === undefined || consumer === undefined) {
      throw new NotRedrivableError(`No queue accepts this message of ${queue}: see the runbook.`);
    }
    const issues = issuesOf(consumer, body);
    if (issues.length === 0) return target;
    throw new MessageInvalidError(
      issues.map(({ field, message: text }) => ({
        field,
        code: 'MESSAGE_FIELD_INVALID',
        message: text,
      })),
    );
  }
}

/** Deletes a dead letter. What it was about is not done. */
export class DeleteMessage {
  constructor(
    private readonly ports: Ports,
    private readonly map: PlatformMap,
  ) {}

  /**
   * @throws {QueueNotFoundError} if there is no such dead-letter queue.
   * @throws {MessageNotFoundError} if the queue does not have the message now.
   */
  async execute(command: MessageCommand): Promise<void> {
    const { queue, messageId } = command;
    assertKnown(this.map, queue);
    await audited(
      this.ports,
      { ...command, action: 'delete', subject: `${queue}: ${messageId}` },
      async () => {
        await consumeOne(this.ports, queue, messageId, async () => {});
        return { result: undefined, outcome: 'deleted' };
      },
    );
  }
}

/**
 * Handles and deletes one message, and returns the result of the handler.
 *
 * @throws {MessageNotFoundError} if the queue does not have the message now.
 * @throws the error of the handler; the message then stays.
 */
async function consumeOne<T>(
  { deadLetters }: Pick<Ports, 'deadLetters'>,
  queue: string,
  messageId: string,
  handle: (message: QueuedMessage) => Promise<T>,
): Promise<T> {
  const handled: { readonly result: T }[] = [];
  const outcomes = await deadLetters.consume(queue, [messageId], async (message) => {
    handled.push({ result: await handle(message) });
  });
  const outcome = outcomes.get(messageId);
  if (outcome?.done === false) throw outcome.error;
  const last = handled.at(-1);
  if (outcome === undefined || last === undefined) throw new MessageNotFoundError(queue);
  return last.result;
}
