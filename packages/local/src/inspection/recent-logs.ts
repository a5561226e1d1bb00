import type { Clock } from '@snacks/domain/ports';
import type { FunctionName } from '@snacks/handlers';

import { RingBuffer } from './ring-buffer.js';

/** A line that a function logged. */
export interface LogLine {
  /** Increases with every line of any function. */
  readonly number: number;
  readonly functionName: FunctionName;
  /** The time of the line, in milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** Receives lines, as a stream does. */
export interface LogDestination {
  write(line: string): void;
}

/** The latest lines that the functions logged, for inspection. */
export class RecentLogs {
  /** The maximum number of lines of each function: a busy one does not push out those of the others. */
  static readonly LIMIT = 10_000;

  private readonly buffers = new Map<string, RingBuffer<LogLine>>();
  private readonly listeners: ((line: LogLine) => void)[] = [];
  private written = 0;

  constructor(private readonly clock: Clock) {}

  /** Returns a destination that records the lines of one function and passes them on. */
  destinationFor(functionName: FunctionName, next: LogDestination): LogDestination {
    const buffer = this.bufferOf(functionName);
    return {
      write: (text) => {
        this.written += 1;
        const [number, at] = [this.written, this.clock.now()];
        const line = { number, functionName, at, text: text.trimEnd() };
        buffer.add(line);
        for (const listen of this.listeners) listen(line);
        next.write(text);
      },
    };
  }

  /** Calls a function with each new line. */
  onLine(listen: (line: LogLine) => void): void {
    this.listeners.push(listen);
  }

  /** Adds lines that an earlier process logged, before those of this one. */
  restore(lines: readonly Omit<LogLine, 'number'>[]): void {
    for (const line of lines.toSorted((a, b) => a.at - b.at)) {
      this.written += 1;
      this.bufferOf(line.functionName).add({ ...line, number: this.written });
    }
  }

  /** The latest lines of a function, oldest first. */
  linesOf(functionName: string): readonly LogLine[] {
    return this.buffers.get(functionName)?.items ?? [];
  }

  private bufferOf(functionName: FunctionName): RingBuffer<LogLine> {
    const buffer = this.buffers.get(functionName) ?? new RingBuffer<LogLine>(RecentLogs.LIMIT);
    this.buffers.set(functionName, buffer);
    return buffer;
  }
}
