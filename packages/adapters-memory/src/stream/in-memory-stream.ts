/** One record of a stream. */
export interface StreamRecord<T> {
  /**
   * Decimal digits. Of two records of one stream, the later has the greater number, and as all have
   * the same length, also the greater text.
   */
  readonly sequenceNumber: string;
  /** When it was appended, in milliseconds since the epoch. */
  readonly at: number;
  readonly data: T;
}

/** Digits of a sequence number: as many as the shortest of DynamoDB's have. */
const DIGITS = 21;

/** Places of records that are gone that may lie about before it is worth clearing them away. */
const TOLERATED = 1_024;

/**
 * An append-only log with one reader, like one shard of a change stream. The reader sees the
 * records in the order in which they were appended, and again and again until it sets its
 * checkpoint behind them; then they are gone.
 *
 * Appending, reading and trimming cost constant time per record, however many there are.
 */
export class InMemoryStream<T> {
  /** A record that is done leaves its place empty, so that it is not held on to. */
  private records: (StreamRecord<T> | undefined)[] = [];
  /** The index of the first record that is not done. */
  private head = 0;
  /** How many records stood before the first place. */
  private cleared = 0;
  private readonly listeners: (() => void)[] = [];

  /** Records that are not done. */
  get length(): number {
    return this.records.length - this.head;
  }

  /**
   * Appends a record and then calls the listeners.
   *
   * @param at milliseconds since the epoch.
   */
  append(data: T, at: number): void {
    const number = this.cleared + this.records.length + 1;
    this.records.push({ sequenceNumber: String(number).padStart(DIGITS, '0'), at, data });
    for (const listener of this.listeners) listener();
  }

  /** The first records after the checkpoint, at most `limit`. Reading does not consume them. */
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
   * Everything up to this record is done, itself included, and is never read again. A checkpoint
   * that lies before an earlier one changes nothing.
   *
   * @throws {RangeError} where the stream has given out no such number.
   */
  checkpoint(sequenceNumber: string): void {
    const done = Number(sequenceNumber) - this.cleared;
    if (!/^\d+$/.test(sequenceNumber) || done > this.records.length) {
      throw new RangeError(`The stream has no record ${sequenceNumber}.`);
    }
    if (done <= this.head) return;
    this.records.fill(undefined, this.head, done);
    this.head = done;
    if (this.head > TOLERATED && this.head * 2 > this.records.length) {
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
