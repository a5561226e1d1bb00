import type { Clock } from '@snacks/domain';
import type { FunctionName } from '@snacks/handlers';

import { RingBuffer } from './ring-buffer.js';

/** A line that a function logged. */
export interface LogLine {
  /** Rises from line to line, over all functions. */
  readonly number: number;
  readonly functionName: FunctionName;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** Takes lines, as a stream does. */
export interface LogDestination {
  write(line: string): void;
}

/** The latest lines that the functions logged, for looking at. */
export class RecentLogs {
  /** How many lines are kept, of all functions together. */
  static readonly LIMIT = 10_000;

  private readonly lines = new RingBuffer<LogLine>(RecentLogs.LIMIT);
  private written = 0;

  constructor(private readonly clock: Clock) {}

  /** A destination for one function's lines, which are kept and passed on. */
  keeping(functionName: FunctionName, next: LogDestination): LogDestination {
    return {
      write: (line) => {
        this.written += 1;
        const [number, at, text] = [this.written, this.clock.now(), line.trimEnd()];
        this.lines.add({ number, functionName, at, text });
        next.write(line);
      },
    };
  }

  /** The kept lines, oldest first. */
  get kept(): readonly LogLine[] {
    return this.lines.kept;
  }
}
