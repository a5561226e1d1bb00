/** A step of a simulated run. */
export interface Step {
  /** The time since the start of the run, such as `00:01:02.003`. */
  readonly at: string;
  readonly text: string;
  /** Who acts: a client, a function, the operator, the platform. */
  readonly from?: string;
  /** What it calls, such as `orders.add`, `invoke order-creator` or `queue order-processing`. */
  readonly to?: string;
  readonly fault?: string;
}

/** A run of the simulation, which the console shows step by step from `/simulation.json`. */
export interface Story {
  readonly seed: number;
  /** The bug that was added. */
  readonly mutant?: string;
  /** The invariant that was broken, and how. */
  readonly broken?: { readonly invariant: string; readonly message: string };
  /** The command that runs it again. */
  readonly replay: string;
  readonly steps: readonly Step[];
}
