import { NotRedrivableError } from '../errors.js';
import { redriveTarget } from '../messages/dead-letter.js';
import { sourceOf, type PlatformMap } from '../platform-map.js';
import type { ConsumeOutcome } from '../ports/dead-letter-queues.js';
import type { OperationsPorts } from '../ports/operations-ports.js';
import { audited, type OperatorCommand } from './audited.js';
import { assertKnown } from './known-queue.js';

/** Which messages to redrive. */
export interface RedriveCommand extends OperatorCommand {
  readonly queue: string;
  readonly messageIds: readonly string[] | 'all';
}

/** What became of the messages. */
export interface RedriveResult {
  readonly redriven: number;
  /** The messages that stay in the queue, or were not found in it. */
  readonly failed: readonly { readonly messageId: string; readonly message: string }[];
  /** Whether the redrive goes on after the call; `redriven` is then about the number of messages. */
  readonly started?: boolean;
}

/**
 * Sends dead letters to the queue that they failed in: one, chosen ones, or all. Each is sent at least
 * once, so its handler may receive it twice.
 */
export class RedriveMessages {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'deadLetters' | 'actions' | 'clock' | 'ids'>,
    private readonly map: PlatformMap,
  ) {}

  /**
   * @throws {QueueNotFoundError} if there is no such dead-letter queue.
   * @throws {NotRedrivableError} if all messages of a queue are to be redriven that no queue belongs to.
   * @throws {RedriveRunningError} if a redrive of all messages still runs.
   */
  async execute(command: RedriveCommand): Promise<RedriveResult> {
    const { queue, messageIds } = command;
    assertKnown(this.map, queue);
    const subject = messageIds === 'all' ? `${queue}: all` : `${queue}: ${messageIds.join(', ')}`;
    return audited(this.ports, { ...command, action: 'redrive', subject }, async () => {
      const result =
        messageIds === 'all' ? await this.all(queue) : await this.chosen(queue, messageIds);
      const { redriven, failed, started = false } = result;
      const outcome = started
        ? `${redriven} on their way`
        : `${redriven} redriven, ${failed.length} not`;
      return { result, outcome };
    });
  }

  private async all(queue: string): Promise<RedriveResult> {
    if (sourceOf(this.map, queue) === undefined) {
      throw new NotRedrivableError(
        `${queue} is not the dead-letter queue of another queue: choose the messages to redrive.`,
      );
    }
    return { redriven: await this.ports.deadLetters.moveAll(queue), failed: [], started: true };
  }

  private async chosen(queue: string, messageIds: readonly string[]): Promise<RedriveResult> {
    const { deadLetters } = this.ports;
    const outcomes = await deadLetters.consume(queue, messageIds, async (message) => {
      const target = redriveTarget(this.map, queue, message);
      if (target === undefined) {
        throw new NotRedrivableError(`No queue accepts this message of ${queue}: see the runbook.`);
      }
      await deadLetters.send(target, message);
    });
    const failed = messageIds.flatMap((messageId) => {
      const message = whyNot(queue, outcomes.get(messageId));
      return message === undefined ? [] : [{ messageId, message }];
    });
    return { redriven: messageIds.length - failed.length, failed };
  }
}

function whyNot(queue: string, outcome: ConsumeOutcome | undefined): string | undefined {
  if (outcome === undefined) {
    return `${queue} does not have it now: it was redriven or deleted, or is hidden for some seconds.`;
  }
  if (outcome.done) return undefined;
  return outcome.error instanceof NotRedrivableError
    ? outcome.error.message
    : 'It could not be sent, and stays in the queue: try again.';
}
