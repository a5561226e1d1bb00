/** One entry of a stream. */
export interface StreamRecord<T> {
  /**
   * Decimal digits, which increase with each record of the stream. All have the same length, so they
   * increase as text too.
   */
  readonly sequenceNumber: string;
  /** The time of the append, in milliseconds since the epoch. */
  readonly at: number;
  readonly data: T;
}

/** The length of a sequence number: the minimum length of DynamoDB's. */
const DIGITS = 21;

/** The number of processed records from which on shortening the array is worth the work. */
const MAX_PROCESSED = 1_024;

/**
 * An append-only log with one reader, like one shard of a change stream. A read returns the records in
 * the order in which they were appended, and repeats them until the reader sets its checkpoint behind
 * them.
 *
 * Each operation takes constant time per record on average.
 */
export class InMemoryStream<T> {
  /** Processed records are replaced by `undefined`, so that their memory can be freed. */
  private records: (StreamRecord<T> | undefined)[] = [];
  /** The index of the first record that is not processed. */
  private head = 0;
  /** The number of records that were cut off before the first index. */
  private cleared = 0;
  private readonly listeners: (() => void)[] = [];

  /** The number of records after the checkpoint. */
  get length(): number {
    return this.records.length - this.head;
  }

  /**
   * Appends a record, then calls the listeners.
   *
   * @param at milliseconds since the epoch.
   */
  append(data: T, at: number): void {
    const number = this.cleared + this.records.length + 1;
    this.records.push({ sequenceNumber: String(number).padStart(DIGITS, '0'), at, data });
    for (const listener of this.listeners) listener();
  }

  /** Returns the first records after the checkpoint, at most `limit`, without consuming them. */
  read(limit: number): readonly StreamRecord<T>[] {
    const read: StreamRecord<T>[] = [];
    for (let index = this.head; read.length < limit; index += 1) {
      const record = this.records[index];
      if (record === undefined) break;
      read.push(record);
    }
    return read;
  }

  /**
   * Marks all records up to and including this one as processed. They are not read again. A
   * checkpoint before an earlier one has no effect.
   *
   * @throws {RangeError} if the stream has no record with this number.
   */
  checkpoint(sequenceNumber: string): void {
    const processed = Number(sequenceNumber) - this.cleared;
    if (!/^\d+$/.test(sequenceNumber) || processed > this.records.length) {
      throw new RangeError(`The stream has no record ${sequenceNumber}.`);
    }
    if (processed <= this.head) return;
    this.records.fill(undefined, this.head, processed);
    this.head = processed;
    if (this.head > MAX_PROCESSED && this.head * 2 > this.records.length) {
      this.records = this.records.slice(this.head);
      this.cleared += this.head;
      this.head = 0;
    }
  }

  /** Calls the listener after every append. */
  onAppend(listener: () => void): void {
    this.listeners.push(listener);
  }
}
