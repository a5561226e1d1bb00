import type { OrderKey } from '@snacks/domain/ports';

import type { LogLine, LogLines, LogQuery, LogSearch } from '../ports/log-search.js';
import {
  MAX_WORKFLOW_EVENTS,
  type WorkflowHistory,
  type WorkflowRecord,
} from '../ports/workflow-history.js';

/** Finds lines in a list. A text is searched in the JSON of the line's fields. */
export class InMemoryLogSearch implements LogSearch {
  /** @param lines oldest first. */
  constructor(readonly lines: LogLine[] = []) {}

  async find({ texts, services, since, until, limit }: LogQuery): Promise<LogLines> {
    const found = this.lines.filter(
      ({ at, service, fields }) =>
        services.includes(service) &&
        at >= since &&
        (until === undefined || at < until) &&
        texts.every((text) => JSON.stringify(fields).includes(text)),
    );
    return { lines: found.slice(0, limit), more: found.length > limit };
  }
}

/** Returns the workflows that it was given. */
export class InMemoryWorkflowHistory implements WorkflowHistory {
  constructor(readonly workflows: Map<OrderKey, WorkflowRecord> = new Map()) {}

  async find(order: OrderKey): Promise<WorkflowRecord | undefined> {
    const workflow = this.workflows.get(order);
    return workflow && { ...workflow, events: workflow.events.slice(0, MAX_WORKFLOW_EVENTS) };
  }
}
