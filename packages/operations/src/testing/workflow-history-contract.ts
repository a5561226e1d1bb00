import { toMilliseconds, type Timestamp } from '@snacks/domain';
import type { OrderKey } from '@snacks/domain/ports';
import { anOrderKey } from '@snacks/domain/testing';

import {
  MAX_WORKFLOW_EVENTS,
  WORKFLOW_STATUSES,
  type WorkflowHistory,
  type WorkflowRecord,
  type WorkflowStatus,
} from '../ports/workflow-history.js';
import { assertEqual, type TestFunctions } from './contract.js';

/** The error that a failed workflow of the contract ends with. */
export const WORKFLOW_ERROR = 'Refused';

/** A workflow history, and what runs the workflows. */
export interface WorkflowHistoryUnderTest {
  readonly workflows: WorkflowHistory;
  /**
   * Runs a workflow for the order until it has the status, and the course has that many events or more.
   * A failing one fails with {@link WORKFLOW_ERROR}.
   */
  readonly run: (order: OrderKey, until: WorkflowStatus, minEvents?: number) => Promise<void>;
  /** The states that a workflow enters until it has succeeded, in order. */
  readonly states: readonly string[];
}

/** The type of the last event of a workflow that has ended. */
const LAST = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

function assertOldestFirst({ startedAt, events, stoppedAt }: WorkflowRecord): void {
  const times: readonly Timestamp[] = [
    startedAt,
    ...events.map(({ at }) => at),
    ...(stoppedAt === undefined ? [] : [stoppedAt]),
  ];
  const sorted = [...times].sort((a, b) => toMilliseconds(a) - toMilliseconds(b));
  assertEqual(times, sorted, 'start, events and end');
}

/** Tests the guarantees of the {@link WorkflowHistory} port. */
export function workflowHistoryContract(
  { describe, it }: TestFunctions,
  create: () => Promise<WorkflowHistoryUnderTest>,
): void {
  /** The record of a new workflow that has this status. */
  async function recordOf(status: WorkflowStatus, minEvents?: number) {
    const { workflows, run, states } = await create();
    const order = anOrderKey();
    await run(order, status, minEvents);
    const record = await workflows.find(order);
    if (record === undefined) throw new Error('The workflow of the order was not found.');
    return { record, states };
  }

  describe('a workflow history', () => {
    it('has no record of an order without a workflow', async () => {
      const { workflows, run } = await create();
      await run(anOrderKey(), 'SUCCEEDED');

      assertEqual(await workflows.find(anOrderKey()), undefined, 'record');
    });

    it('has a workflow that is RUNNING without an end', async () => {
      const { record } = await recordOf('RUNNING');

      assertEqual(record.status, 'RUNNING', 'status');
      assertEqual(record.stoppedAt, undefined, 'end');
      assertEqual(record.events[0]?.type, 'ExecutionStarted', 'first event');
    });

    for (const status of WORKFLOW_STATUSES) {
      if (status === 'RUNNING') continue;
      it(`has a workflow that is ${status}`, async () => {
        const { record } = await recordOf(status);

        assertEqual(record.status, status, 'status');
        assertEqual(record.events.at(-1)?.type, LAST[status], 'last event');
      });
    }

    it('has the end of a workflow that has ended', async () => {
      const { record } = await recordOf('FAILED');

      assertEqual(typeof record.stoppedAt, 'string', 'type of the end');
      assertOldestFirst(record);
    });

    it('has the events oldest first', async () => {
      const { record } = await recordOf('SUCCEEDED');

      assertEqual(record.events[0]?.type, 'ExecutionStarted', 'first event');
      assertOldestFirst(record);
    });

    it('has the state of an event that enters one', async () => {
      const { record, states } = await recordOf('SUCCEEDED');

      const entered = record.events.filter(({ type }) => type.endsWith('StateEntered'));
      assertEqual(
        entered.map(({ state }) => state),
        states,
        'states',
      );
    });

    it('has the error of every step that failed', async () => {
      const { record } = await recordOf('FAILED');

      const failed = record.events.filter(({ type }) => type.endsWith('Failed'));
      assertEqual([...new Set(failed.map(({ error }) => error))], [WORKFLOW_ERROR], 'errors');
      const others = record.events.filter(({ type }) => !type.endsWith('Failed'));
      assertEqual([...new Set(others.map(({ error }) => error))], [undefined], 'no errors');
    });

    it(`has the first ${MAX_WORKFLOW_EVENTS} events of a long course`, async () => {
      const { record } = await recordOf('FAILED', MAX_WORKFLOW_EVENTS + 1);

      assertEqual(record.events.length, MAX_WORKFLOW_EVENTS, 'events');
      assertEqual(record.events[0]?.type, 'ExecutionStarted', 'first event');
      assertEqual(record.status, 'FAILED', 'status');
      assertOldestFirst(record);
    });
  });
}
