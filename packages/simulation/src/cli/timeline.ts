/** The events of a run, one per line, with the time since its start. */
export class Timeline {
  private readonly entries: string[] = [];

  /**
   * @param now milliseconds since the start of the run.
   * @param isOn whether lines are kept: they cost more time than the run itself.
   */
  constructor(
    private readonly now: () => number,
    private isOn: boolean,
  ) {}

  add(line: () => string): void {
    if (this.isOn) this.entries.push(`${timeOf(this.now())}  ${line()}`);
  }

  /** Adds the last line; later ones are not kept. */
  end(line: () => string): void {
    this.add(line);
    this.isOn = false;
  }

  get lines(): readonly string[] {
    return this.entries;
  }
}

/** `+01:02:03.004` */
function timeOf(milliseconds: number): string {
  return `+${new Date(milliseconds).toISOString().slice(11, 23)}`;
}
