import { describe, expect, it } from '@jest/globals';
import { InMemoryStream } from './in-memory-stream.js';

function aStreamOf(...data: number[]): InMemoryStream<number> {
  const stream = new InMemoryStream<number>();
  for (const item of data) stream.append(item, item * 1_000);
  return stream;
}

function dataOf(stream: InMemoryStream<number>, limit = 100): number[] {
  return stream.read(limit).map(({ data }) => data);
}

/** Sets the checkpoint at the record with this index in a read. */
function checkpointAt(stream: InMemoryStream<number>, index: number): void {
  stream.checkpoint(stream.read(index + 1).at(index)?.sequenceNumber ?? '');
}

describe('an in-memory stream', () => {
  it('returns its records in the order of appending, with their times', () => {
    const stream = aStreamOf(1, 2, 3);

    expect(dataOf(stream)).toEqual([1, 2, 3]);
    expect(stream.read(2).map(({ at }) => at)).toEqual([1_000, 2_000]);
    expect(stream.length).toBe(3);
  });

  it('returns the same records until its checkpoint is set', () => {
    const stream = aStreamOf(1, 2, 3);

    expect(dataOf(stream, 2)).toEqual([1, 2]);
    expect(dataOf(stream, 2)).toEqual([1, 2]);

    checkpointAt(stream, 0);
    expect(dataOf(stream)).toEqual([2, 3]);
    expect(stream.length).toBe(2);
  });

  it('never goes back before a checkpoint', () => {
    const stream = aStreamOf(1, 2, 3);
    const first = stream.read(1)[0]?.sequenceNumber ?? '';
    checkpointAt(stream, 1);

    stream.checkpoint(first);

    expect(dataOf(stream)).toEqual([3]);
  });

  it('has sequence numbers that increase as numbers and as text, also after a checkpoint', () => {
    const stream = new InMemoryStream<number>();
    const numbers: string[] = [];
    for (let n = 0; n < 5_000; n += 1) {
      stream.append(n, 0);
      const [record] = stream.read(1);
      numbers.push(record?.sequenceNumber ?? '');
      checkpointAt(stream, 0);
    }

    expect(numbers.every((number) => /^\d+$/.test(number))).toBe(true);
    expect(numbers.toSorted()).toEqual(numbers);
    expect(new Set(numbers).size).toBe(5_000);
  });

  it.each(['', 'x', '-1', '1.5', '000000000000000000009'])(
    'refuses a checkpoint at %p, which is no sequence number of it',
    (sequenceNumber) => {
      expect(() => aStreamOf(1, 2).checkpoint(sequenceNumber)).toThrow(RangeError);
    },
  );

  it('calls its listeners after every append', () => {
    const stream = aStreamOf(1);
    const seen: number[] = [];
    stream.onAppend(() => seen.push(stream.length));

    stream.append(2, 0);
    stream.append(3, 0);

    expect(seen).toEqual([2, 3]);
  });

  it('neither loses nor repeats any of 100,000 records', () => {
    const stream = new InMemoryStream<number>();
    const read: number[] = [];
    const drain = (limit: number) => {
      const records = stream.read(limit);
      read.push(...records.map(({ data }) => data));
      const last = records.at(-1);
      if (last !== undefined) stream.checkpoint(last.sequenceNumber);
    };

    for (let n = 0; n < 100_000; n += 1) {
      stream.append(n, 0);
      if (n % 3 === 0) drain(2);
    }
    while (stream.length > 0) drain(100);

    expect(read).toEqual(Array.from({ length: 100_000 }, (_, n) => n));
  });

  it('frees the memory of a processed record', () => {
    const stream = new InMemoryStream<{ readonly body: string }>();
    stream.append({ body: 'processed' }, 0);
    stream.append({ body: 'not processed' }, 0);

    stream.checkpoint(stream.read(1)[0]?.sequenceNumber ?? '');

    expect(JSON.stringify(stream)).not.toContain('"processed"');
    expect(JSON.stringify(stream)).toContain('"not processed"');
  });
});
