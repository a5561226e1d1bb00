import { describe, it } from '@jest/globals';
import { isFields, toTimestamp } from '@snacks/domain';

import {
  actionLogContract,
  deadLetterQueuesContract,
  logSearchContract,
  metricHistoryContract,
  WORKFLOW_ERROR,
  workflowHistoryContract,
  type WrittenLine,
} from '../testing/index.js';
import type { WorkflowEvent } from '../ports/workflow-history.js';
import {
  InMemoryActionLog,
  InMemoryDeadLetterQueues,
  InMemoryLogSearch,
  InMemoryMetricHistory,
  InMemoryWorkflowHistory,
} from './index.js';

const functions = { describe, it };

actionLogContract(functions, async () => new InMemoryActionLog());

deadLetterQueuesContract(functions, async () => {
  let ids = 0;
  const randomId = () => `message-${(ids += 1)}`;
  const clock = { now: () => 1_000 };
  const deadLetters = new InMemoryDeadLetterQueues(clock, { randomId }, () => 'source');
  return { deadLetters, queue: 'source-dlq', source: 'source' };
});

logSearchContract(functions, async (lines) => new InMemoryLogSearch(lines.map(toLine)));

metricHistoryContract(
  functions,
  async (values) =>
    new InMemoryMetricHistory(
      values.map(({ at, ...value }) => ({ ...value, at: toTimestamp(at) })),
    ),
);

const ENDS = {
  SUCCEEDED: [{ type: 'ExecutionSucceeded' }],
  FAILED: [{ type: 'ExecutionFailed', error: WORKFLOW_ERROR }],
  TIMED_OUT: [{ type: 'ExecutionTimedOut' }],
  ABORTED: [{ type: 'ExecutionAborted' }],
  RUNNING: [],
} as const;

workflowHistoryContract(functions, async () => {
  const workflows = new InMemoryWorkflowHistory();
  return {
    workflows,
    run: async (order, status, minEvents = 0) => {
      const course = [
        { type: 'ExecutionStarted' },
        ...Array.from({ length: Math.max(1, minEvents) }, () => ({
          type: 'TaskStateEntered',
          state: 'RequestApproval',
        })),
        ...ENDS[status],
      ];
      const events = course.map((event, n): WorkflowEvent =>
        Object.assign({ at: toTimestamp(n) }, event),
      );
      const stoppedAt = status === 'RUNNING' ? {} : { stoppedAt: toTimestamp(events.length - 1) };
      workflows.workflows.set(order, { status, startedAt: toTimestamp(0), ...stoppedAt, events });
    },
    states: ['RequestApproval'],
  };
});

function toLine({ service, text }: WrittenLine, n: number) {
  const at = toTimestamp(n);
  const fields: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  if (!isFields(fields) || Object.keys(fields).length === 0) {
    return { at, level: 'info', service, message: text, fields: { message: text } };
  }
  const { orderId, messageId, attempt } = fields;
  return {
    at,
    level: String(fields.level),
    service,
    message: String(fields.message),
    ...(typeof orderId === 'string' && { orderId }),
    ...(typeof messageId === 'string' && { messageId }),
    ...(typeof attempt === 'number' && { attempt }),
    fields,
  };
}
