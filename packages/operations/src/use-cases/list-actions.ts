import type { ActionPage, ActionPosition } from '../ports/action-log.js';
import type { OperationsPorts } from '../ports/operations-ports.js';

/** Lists what operators did, the newest first. */
export class ListActions {
  constructor(private readonly ports: Pick<OperationsPorts, 'actions'>) {}

  async execute(query: {
    readonly limit: number;
    readonly after?: ActionPosition;
  }): Promise<ActionPage> {
    return this.ports.actions.list(query);
  }
}
