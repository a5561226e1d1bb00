/** Where text is printed. */
export interface TextStream {
  write(text: string): unknown;
  /** Whether someone watches, so that a line may be written over. */
  readonly isTTY?: boolean;
}

/** How long nothing is told where no line can be written over, in milliseconds. */
const PRINT_EVERY = 30_000;

/** Tells an operator what is done, what was seen, and what could not be checked. */
export class Output {
  private overwriting = false;
  private printedAt = 0;

  constructor(private readonly stream: TextStream) {}

  /** Begins a step. */
  step(title: string): void {
    this.line(`\n${title}`);
  }

  /** Something was seen to be right. */
  passed(text: string): void {
    this.line(`  ✓ ${text}`);
  }

  /** Something was not checked, and why. */
  unchecked(text: string): void {
    this.line(`  – ${text}`);
  }

  /** Something that goes on, and what to type to mend it. */
  warning(text: string, next: string): void {
    this.line(`  ! ${text}`);
    this.line(`      ${next}`);
  }

  /** Something is not as it should be. */
  failed(text: string): void {
    this.line(`  ✗ ${text}`);
  }

  /** A line of text as it is. */
  line(text: string): void {
    this.stream.write(this.overwriting ? `\r\u001B[K${text}\n` : `${text}\n`);
    this.overwriting = false;
    this.printedAt = Date.now();
  }

  /** How long something is waited for already. Told after 30 silent seconds, or on a line of its own. */
  progress(text: string, now = Date.now()): void {
    if (this.stream.isTTY === true) {
      this.stream.write(`\r\u001B[K  … ${text}`);
      this.overwriting = true;
    } else if (now - this.printedAt >= PRINT_EVERY) {
      this.printedAt = now;
      this.stream.write(`  … ${text}\n`);
    }
  }
}
