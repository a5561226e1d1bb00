import { toTimestamp } from '@snacks/domain';

import type { OperatorAction } from '../ports/action-log.js';
import type { OperationsPorts } from '../ports/operations-ports.js';

/** Who makes a change, and why. */
export interface OperatorCommand {
  /** The subject of the operator's token, or `anonymous`. */
  readonly actor: string;
  readonly reason: string;
}

/** The result of a change, and how the action log describes it. */
export interface AuditedResult<T> {
  readonly result: T;
  readonly outcome: string;
}

/**
 * Makes a change, and keeps who made it, why, and how it ended. The action is in the log before the change
 * begins: a change that cannot be kept is not made. If the outcome cannot be stored, the action stays
 * `started` in the log, and the change is done nonetheless.
 *
 * @throws the error of the change, after it is in the log.
 */
export async function audited<T>(
  { actions, clock, ids }: Pick<OperationsPorts, 'actions' | 'clock' | 'ids'>,
  about: OperatorCommand & Pick<OperatorAction, 'action' | 'subject'>,
  change: () => Promise<AuditedResult<T>>,
): Promise<T> {
  const { actor, reason, action, subject } = about;
  const actionId = ids.randomId();
  const at = toTimestamp(clock.now());
  await actions.add({ actionId, at, actor, action, subject, reason, outcome: 'started' });
  const complete = async (outcome: string) =>
    actions.complete({ actionId, at }, outcome).catch(() => {});
  try {
    const { result, outcome } = await change();
    await complete(`done: ${outcome}`);
    return result;
  } catch (error) {
    await complete(`failed: ${codeOf(error)}`);
    throw error;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
