/** A destination for text, such as `process.stdout`. */
export interface TextStream {
  write(text: string): unknown;
  /** Whether it is a terminal, on which a line can be overwritten. */
  readonly isTTY?: boolean;
}

/** The pause between two progress lines if they cannot be overwritten, in milliseconds. */
const PROGRESS_INTERVAL = 30_000;

/** Prints the steps, the results of checks, and the progress for the operator. */
export class Output {
  private overwriting = false;
  private printedAt = 0;

  constructor(private readonly stream: TextStream) {}

  /** Prints the title of a step. */
  step(title: string): void {
    this.line(`\n${title}`);
  }

  /** Prints a check that passed, or a step that is done. */
  passed(text: string): void {
    this.line(`  ✓ ${text}`);
  }

  /** Prints a check that was not possible, with the reason. */
  unchecked(text: string): void {
    this.line(`  – ${text}`);
  }

  /** Prints a problem that does not stop the deployment, with the command that fixes it. */
  warning(text: string, next: string): void {
    this.line(`  ! ${text}`);
    this.line(`      ${next}`);
  }

  /** Prints a check that failed. */
  failed(text: string): void {
    this.line(`  ✗ ${text}`);
  }

  /** Prints a line of text as it is. */
  line(text: string): void {
    this.stream.write(this.overwriting ? `\r\u001B[K${text}\n` : `${text}\n`);
    this.overwriting = false;
    this.printedAt = Date.now();
  }

  /** Prints the progress of a wait: on a terminal in one overwritten line, elsewhere every 30 seconds. */
  progress(text: string, now = Date.now()): void {
    if (this.stream.isTTY === true) {
      this.stream.write(`\r\u001B[K  … ${text}`);
      this.overwriting = true;
    } else if (now - this.printedAt >= PROGRESS_INTERVAL) {
      this.printedAt = now;
      this.stream.write(`  … ${text}\n`);
    }
  }
}
