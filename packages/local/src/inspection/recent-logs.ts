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
  private written = 0;

  constructor(private readonly clock: Clock) {}

  /** Returns a destination that records the lines of one function and passes them on. */
  destinationFor(functionName: FunctionName, next: LogDestination): LogDestination {
    const buffer = this.buffers.get(functionName) ?? new RingBuffer<LogLine>(RecentLogs.LIMIT);
    this.buffers.set(functionName, buffer);
    return {
      write: (line) => {
        this.written += 1;
        const [number, at, text] = [this.written, this.clock.now(), line.trimEnd()];
        buffer.add({ number, functionName, at, text });
        next.write(line);
      },
    };
  }

  /** The latest lines of a function, oldest first. */
  linesOf(functionName: string): readonly LogLine[] {
    return this.buffers.get(functionName)?.items ?? [];
  }
}
