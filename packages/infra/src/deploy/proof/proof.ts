import type { LogLevel } from '@snacks/handlers';

import type { CleanUp } from '../clean-up.js';
import type { Deployment } from '../deployment.js';
import type { Output } from '../cli/output.js';
import type { WaitOptions } from '../wait-until.js';
import type { ProofClients } from './clients.js';
import type { SyntheticOrder } from './synthetic-order.js';

export interface ProofOptions {
  readonly clients: ProofClients;
  readonly deployment: Deployment;
  readonly output: Output;
  /** What the functions log: without `info` lines, there is nothing to look for. */
  readonly logLevel: LogLevel;
  /** Milliseconds that one thing is waited for at most, beyond what it takes by its parameters. */
  readonly patience: number;
  /** The pause between two looks, in milliseconds. */
  readonly pollInterval: number;
  /** Leaves out the dead letter, which takes the retries' minutes. */
  readonly skipDeadLetter: boolean;
  /** Ends the proof. What it made is cleaned up all the same. */
  readonly signal: AbortSignal;
  readonly cleanUp: CleanUp;
}

/** What the proof's parts have in hand. */
export interface Proof extends ProofOptions {
  readonly order: SyntheticOrder;
  /** How something is waited for, told as `what`. */
  readonly waitFor: (what: string, extraPatience?: number) => WaitOptions;
}
