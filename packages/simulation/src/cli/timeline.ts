/** What happened in a run, line by line, with the time since it began. */
export class Timeline {
  private readonly kept: string[] = [];

  /**
   * @param now milliseconds since the run began.
   * @param on whether anything is kept at all: telling costs more than happening.
   */
  constructor(
    private readonly now: () => number,
    private on: boolean,
  ) {}

  add(tell: () => string): void {
    if (this.on) this.kept.push(`${timeOf(this.now())}  ${tell()}`);
  }

  /** Adds a last line: what comes after it is of no interest. */
  end(tell: () => string): void {
    this.add(tell);
    this.on = false;
  }

  get lines(): readonly string[] {
    return this.kept;
  }
}

/** `+01:02:03.004` */
function timeOf(milliseconds: number): string {
  return `+${new Date(milliseconds).toISOString().slice(11, 23)}`;
}
