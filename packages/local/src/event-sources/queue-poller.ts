import type { InMemoryQueue, ReceivedMessage, Timers } from '@snacks/adapters-memory';
import { idsIn, type Logger } from '@snacks/handlers';
import { MESSAGE_FAILED, MESSAGE_GIVEN_UP } from '@snacks/operations';

import type { InvocationOutcome, LocalFunction } from '../lambda/local-function.js';
import { readJson } from '../json/read-json.js';
import type { ReportFault } from '../platform/report-fault.js';
import { failedItems } from './failed-items.js';
import { toQueueRecord } from './queue-record.js';
import { PollTimer } from './poll-timer.js';

export interface QueuePollerOptions {
  readonly queueName: string;
  readonly queue: InMemoryQueue;
  readonly target: LocalFunction;
  readonly batchSize: number;
  /** The maximum number of batches that are handled at once. */
  readonly concurrency: number;
  readonly timers: Timers;
  readonly report: ReportFault;
  /** Logs the messages of a batch for which the function returned no valid result. */
  readonly logger: Logger;
}

/**
 * Passes a queue's messages to a function, as Lambda's event source mapping does: in batches, several
 * of them at once. It deletes the messages that succeeded. Failed messages become visible again
 * after the visibility timeout.
 */
export class QueuePoller {
  private batches = 0;
  private readonly pollTimer: PollTimer;

  constructor(private readonly options: QueuePollerOptions) {
    this.pollTimer = new PollTimer(options.timers, () => this.poll());
    options.queue.onSend(() => this.pollTimer.pollSoon());
    if (options.queue.depth.visible > 0) this.pollTimer.pollSoon(); // restored messages
  }

  /** Whether no message can be received now and no batch is under way. */
  get idle(): boolean {
    return this.batches === 0 && this.options.queue.depth.visible === 0;
  }

  /** Receives no more messages. Batches under way continue. */
  stop(): void {
    this.pollTimer.stop();
  }

  private poll(): void {
    const { queue, queueName, batchSize, concurrency, report } = this.options;
    while (this.batches < concurrency) {
      const messages = queue.receive(batchSize);
      if (messages.length === 0) break;
      this.batches += 1;
      void this.handle(messages)
        .catch((error: unknown) => report(`A batch of ${queueName} could not be handled.`, error))
        .finally(() => {
          this.batches -= 1;
          this.pollTimer.pollSoon();
        });
    }
    const next = queue.nextVisibleAt();
    // At full concurrency, the next batch that ends polls again.
    if (next !== undefined && this.batches < concurrency) this.pollTimer.pollAt(next);
  }

  private async handle(messages: readonly ReceivedMessage[]): Promise<void> {
    const { queue, queueName, target } = this.options;
    const Records = messages.map((message) => toQueueRecord(message, queueName));
    const outcome = await target.invoke({ Records });
    const failed = outcome.ok ? failedItems(outcome.result) : undefined;
    if (failed === undefined) {
      this.logFailedBatch(messages, outcome);
      return;
    }
    for (const { messageId, receiptHandle } of messages) {
      if (!failed.has(messageId)) queue.delete(receiptHandle);
    }
  }

  private logFailedBatch(messages: readonly ReceivedMessage[], outcome: InvocationOutcome): void {
    const { queue, logger } = this.options;
    const { redrive } = queue.settings;
    const { requestId } = outcome;
    for (const { messageId, body, receiveCount: attempt } of messages) {
      const isLast = redrive !== undefined && attempt >= redrive.maxReceiveCount;
      logger.error(isLast ? MESSAGE_GIVEN_UP : MESSAGE_FAILED, {
        ...idsIn(readJson(body)),
        requestId,
        messageId,
        attempt,
        ...(isLast && { queue: queue.name, deadLetterQueue: redrive.deadLetterQueue.name }),
        ...(outcome.ok ? { outcome: 'response not understood' } : { error: outcome.error }),
      });
    }
  }
}
