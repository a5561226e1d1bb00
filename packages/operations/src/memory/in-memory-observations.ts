import type { OrderKey } from '@snacks/domain/ports';
import type { Timestamp } from '@snacks/domain';

import type { LogLine, LogLines, LogQuery, LogSearch } from '../ports/log-search.js';
import type { Measure, MetricHistory, Series } from '../ports/metric-history.js';
import type { WorkflowHistory, WorkflowRecord } from '../ports/workflow-history.js';

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

/** Returns the series that it was given, and empty ones for other measures. */
export class InMemoryMetricHistory implements MetricHistory {
  constructor(readonly series: Series[] = []) {}

  async read(
    measures: readonly Measure[],
    since: Timestamp,
    until: Timestamp,
  ): Promise<readonly Series[]> {
    return measures.map((measure) => ({
      measure,
      points: this.series
        .filter((one) => JSON.stringify(one.measure) === JSON.stringify(measure))
        .flatMap(({ points }) => points)
        .filter(({ at }) => at >= since && at < until),
    }));
  }
}

/** Returns the workflows that it was given. */
export class InMemoryWorkflowHistory implements WorkflowHistory {
  constructor(readonly workflows: Map<OrderKey, WorkflowRecord> = new Map()) {}

  async find(order: OrderKey): Promise<WorkflowRecord | undefined> {
    return this.workflows.get(order);
  }
}
