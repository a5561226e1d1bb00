import {
  compilePattern,
  type EventPattern,
  type InMemoryQueue,
  type InMemoryStream,
  type OrderChange,
  type StreamRecord,
  type Timers,
} from '@snacks/adapters-memory';
import type { Logger } from '@snacks/handlers';

import type { LocalFunction } from '../lambda/local-function.js';
import type { ReportFault } from '../platform/report-fault.js';
import { failedItems } from './failed-items.js';
import { toStreamRecord } from './stream-record.js';
import { PollTimer } from './poll-timer.js';

export interface StreamPollerOptions {
  readonly tableName: string;
  readonly stream: InMemoryStream<OrderChange>;
  readonly target: LocalFunction;
  /** The records that the function gets. */
  readonly filter: EventPattern;
  readonly batchSize: number;
  readonly maximumRecordAge: number;
  readonly bisectBatchOnError: boolean;
  readonly deadLetterQueue: InMemoryQueue;
  readonly timers: Timers;
  readonly report: ReportFault;
  readonly logger: Logger;
}

const FIRST_RETRY_DELAY = 100;
const MAX_RETRY_DELAY = 10_000;

/**
 * Passes the records of a stream that match its filter to a function, as Lambda's event source mapping
 * does: in order, one batch at a time. Other records are skipped, without an invocation if a batch has only
 * such. After a failure it retries from the first record that failed. If the whole batch failed,
 * it retries with half the batch size. A record older than the maximum age goes to the dead-letter
 * queue, as a notice without its data. Times are milliseconds.
 */
export class StreamPoller {
  private busy = false;
  private failures = 0;
  private batchSize: number;
  private readonly pollTimer: PollTimer;
  private readonly matches: ReturnType<typeof compilePattern>;

  constructor(private readonly options: StreamPollerOptions) {
    this.matches = compilePattern(options.filter);
    this.batchSize = options.batchSize;
    this.pollTimer = new PollTimer(options.timers, () => this.poll());
    options.stream.onAppend(() => {
      // A batch that is under way or waits for its retry reads the stream again when it ends.
      if (!this.busy && this.failures === 0) this.pollTimer.pollSoon();
    });
  }

  /** Whether every record is handled. */
  get idle(): boolean {
    return !this.busy && this.options.stream.length === 0;
  }

  /** Reads no more records. A batch under way continues. */
  stop(): void {
    this.pollTimer.stop();
  }

  private poll(): void {
    this.busy = true;
    void this.handleBatch()
      .catch((error: unknown) => {
        this.failures += 1;
        this.options.report(
          `A batch of the stream of ${this.options.tableName} could not be handled.`,
          error,
        );
      })
      .finally(() => {
        this.busy = false;
        if (this.options.stream.length > 0) this.pollTimer.pollAt(this.retryAt());
      });
  }

  private retryAt(): number {
    const now = this.options.timers.now();
    if (this.failures === 0) return now;
    return now + Math.min(FIRST_RETRY_DELAY * 2 ** (this.failures - 1), MAX_RETRY_DELAY);
  }

  private async handleBatch(): Promise<void> {
    const { stream, batchSize, bisectBatchOnError } = this.options;
    this.giveUpOldRecords();
    const records = stream.read(this.batchSize);
    if (records.length === 0) return;

    const handled = await this.handle(records);
    const last = records[(handled ?? 0) - 1];
    if (last !== undefined) stream.checkpoint(last.sequenceNumber);
    const failedAsWhole = handled === undefined;
    if (failedAsWhole && bisectBatchOnError) {
      this.batchSize = Math.max(1, Math.floor(records.length / 2));
    } else if (!failedAsWhole) {
      this.batchSize = batchSize;
    }
    if (handled === records.length) this.failures = 0;
    else this.failures = handled ? 1 : this.failures + 1;
  }

  /** Returns how many records succeeded, from the first; `undefined` if the whole batch failed. */
  private async handle(records: readonly StreamRecord<OrderChange>[]): Promise<number | undefined> {
    const { target, tableName } = this.options;
    const Records = records
      .map((record) => toStreamRecord(record, tableName))
      .filter((record) => this.matches(record));
    if (Records.length === 0) return records.length;
    const outcome = await target.invoke({ Records });
    const failed = outcome.ok ? failedItems(outcome.result) : undefined;
    if (failed === undefined) return undefined;
    const first = records.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber));
    return first === -1 ? records.length : first;
  }

  private giveUpOldRecords(): void {
    const { stream, maximumRecordAge, timers, deadLetterQueue, target, logger } = this.options;
    const oldest = timers.now() - maximumRecordAge;
    for (let [record] = stream.read(1); record && record.at < oldest; [record] = stream.read(1)) {
      const { sequenceNumber, at, data } = record;
      const { orderId } = data.after.order;
      deadLetterQueue.send(
        JSON.stringify({
          requestContext: { functionArn: target.name, condition: 'RetryAttemptsExhausted' },
          DDBStreamBatchInfo: {
            startSequenceNumber: sequenceNumber,
            endSequenceNumber: sequenceNumber,
            approximateArrivalOfFirstRecord: new Date(at).toISOString(),
            batchSize: 1,
          },
        }),
      );
      logger.error('record given up', { orderId, deadLetterQueue: deadLetterQueue.name });
      stream.checkpoint(sequenceNumber);
      this.failures = 0;
    }
  }
}
