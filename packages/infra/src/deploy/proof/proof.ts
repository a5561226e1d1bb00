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
  /** The log level of the functions. Without `info` lines the proof cannot check the logs. */
  readonly logLevel: LogLevel;
  /** Percent of the orders whose `info` lines are logged. @default 100 */
  readonly logSampling?: number;
  /** The longest wait for one thing, in milliseconds, in addition to its configured delays. */
  readonly patience: number;
  /** The pause between two polls, in milliseconds. */
  readonly pollInterval: number;
  /** Skips the dead-letter queue, because the retries take minutes. */
  readonly skipDeadLetter: boolean;
  /** Interrupts the proof, which then still cleans up. */
  readonly signal: AbortSignal;
  readonly cleanUp: CleanUp;
}

/** What all parts of the proof share. */
export interface Proof extends ProofOptions {
  readonly order: SyntheticOrder;
  /** The options of a wait. The progress lines begin with `what`. */
  readonly waitFor: (what: string, extraPatience?: number) => WaitOptions;
}
