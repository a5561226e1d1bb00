import type { Timestamp } from '@snacks/domain';

/** Every kind of change that an operator makes. */
export const OPERATOR_ACTIONS = ['redrive', 'edit', 'delete', 'set stock'] as const;

export type OperatorActionName = (typeof OPERATOR_ACTIONS)[number];

/** What an operator did, why, and how it ended. */
export interface OperatorAction {
  readonly actionId: string;
  readonly at: Timestamp;
  /** The subject of the operator's token. */
  readonly actor: string;
  readonly action: OperatorActionName;
  /** What was changed: a queue and its messages, or a snack. */
  readonly subject: string;
  readonly reason: string;
  /** `started` until it has ended: then it is unknown how it ended. */
  readonly outcome: string;
}

/** A position in the log: directly after this action. */
export type ActionPosition = Pick<OperatorAction, 'at' | 'actionId'>;

/** One page of the log. */
export interface ActionPage {
  readonly actions: readonly OperatorAction[];
  /** The position of the next page; absent on the last page. */
  readonly next?: ActionPosition;
}

/**
 * What operators did. An action is kept for at least the time that the log was given, and for ever if it
 * was given none.
 *
 * - Once `add` resolves, the action is in the log; `list` returns it.
 * - `complete` changes only the outcome, of this action alone.
 * - An action is listed exactly once, the newest first.
 */
export interface ActionLog {
  add(action: OperatorAction): Promise<void>;
  complete(action: ActionPosition, outcome: string): Promise<void>;
  list(query: { readonly limit: number; readonly after?: ActionPosition }): Promise<ActionPage>;
}
