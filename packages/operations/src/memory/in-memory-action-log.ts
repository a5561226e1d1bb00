import type { ActionLog, ActionPage, ActionPosition, OperatorAction } from '../ports/action-log.js';

/** Keeps the actions in memory, until the process ends. */
export class InMemoryActionLog implements ActionLog {
  private readonly byId = new Map<string, OperatorAction>();

  async add(action: OperatorAction): Promise<void> {
    this.byId.set(action.actionId, { ...action });
  }

  async complete({ actionId }: ActionPosition, outcome: string): Promise<void> {
    const action = this.byId.get(actionId);
    if (action !== undefined) this.byId.set(actionId, { ...action, outcome });
  }

  async list({
    limit,
    after,
  }: {
    readonly limit: number;
    readonly after?: ActionPosition;
  }): Promise<ActionPage> {
    const sorted = [...this.byId.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1));
    const rest = sorted.filter((one) => after === undefined || sortKey(one) < sortKey(after));
    const actions = rest.slice(0, limit);
    const last = actions.at(-1);
    return {
      actions,
      ...(rest.length > limit &&
        last !== undefined && { next: { at: last.at, actionId: last.actionId } }),
    };
  }
}

function sortKey({ at, actionId }: ActionPosition): string {
  return `${at}#${actionId}`;
}
