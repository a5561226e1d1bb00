import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LIFECYCLE, ORDER_STATUSES } from '@snacks/domain';
import { format } from 'oxfmt';

import { flowChart } from '../../test/architecture/flow-chart.js';
import { nameOf, type NodeId } from './nodes.js';
import { functionTable, queueTable } from '../../test/architecture/tables.js';
import { QUEUE_NAMES, topology } from './topology.js';

const DOCUMENT = new URL('../../../../docs/architecture.md', import.meta.url);

const ORDERS = flowChart({
  nodes: [
    'client',
    'function:order-creator',
    'table:orders',
    'function:order-relay',
    'bus',
    'queue:order-processing',
    'function:order-processor',
    'table:stock',
    'table:payments',
    'queue:order-notifications',
    'function:order-notifier',
    'topic:notifications',
  ],
});

const APPROVAL = flowChart({
  nodes: [
    'client',
    'function:order-approver',
    'table:orders',
    'bus',
    'queue:order-approval',
    'function:approval-starter',
    'workflow',
    'function:approval-requester',
    'topic:approvers',
    'function:approval-expirer',
    'queue:approval-decisions',
    'function:approval-closer',
  ],
  onArrows: ['function:order-relay'],
});

const EXTERNAL_EVENTS = flowChart({
  nodes: [
    'client',
    'function:event-ingestion',
    'queue:event-ingestion',
    'function:event-recorder',
    'table:eventRecords',
    'table:orders',
    'bus',
    'queue:event-ingestion-dlq',
  ],
  onArrows: ['function:order-relay'],
});

const WORK_QUEUES = QUEUE_NAMES.flatMap((name) => {
  const { redrive } = { redrive: undefined, ...topology.queues[name] };
  return redrive === undefined ? [] : [{ name, deadLetterQueue: redrive.deadLetterQueue }];
});

const FAILURES = flowChart({
  nodes: [
    'schedule:sweep-stuck-orders',
    'function:order-sweeper',
    'queue:order-sweeper-dlq',
    'function:order-creator',
    'queue:order-creator-dlq',
    'table:orders',
    'function:order-relay',
    'queue:order-stream-dlq',
    'bus',
    'queue:order-rules-dlq',
  ],
  readers: ['function:order-sweeper'],
  groups: {
    'work queues': WORK_QUEUES.map(({ name }): NodeId => `queue:${name}`),
    'their dead-letter queues': WORK_QUEUES.map(
      ({ deadLetterQueue }): NodeId => `queue:${deadLetterQueue}`,
    ),
  },
});

/** The states that order-notifier notifies of, and those that fulfilment notifies of. */
function notifiedStates(): { readonly byNotifier: string; readonly byFulfilment: string } {
  const { status = [] } = topology.rules['notify-customers'].pattern.detail ?? {};
  const ends = [...LIFECYCLE.complete.to, ...LIFECYCLE.fail.to];
  const fromTheBus = ORDER_STATUSES.filter((state) => status.some((one) => one === state));
  return { byNotifier: fromTheBus.join(', '), byFulfilment: ends.join(', ') };
}

async function documentText(): Promise<string> {
  const { byNotifier, byFulfilment } = notifiedStates();
  const sweepMinutes = topology.schedules['sweep-stuck-orders'].everyMinutes;
  const text = `# Architecture

Generated from \`packages/handlers/src/topology/topology.ts\` by \`npm run docs:update\`; a test fails
while the two differ. The deployed stack and the local platform are built from the same topology. The
terms are in the [glossary](glossary.md).

How to read the graphs: a solid arrow invokes, delivers, or writes. A dotted arrow reads, or is the
path of failed work. Every function that changes an order reads it first; most of these reads are not
drawn. The [table of functions](#functions) has all of them.

## Place and process an order

${ORDERS}

1. A client calls \`POST /orders\`, or invokes \`order-creator\` directly. The function validates the
   request and stores the order and its event in one conditional write: the order's item is the
   [outbox](adr/0002-outbox-in-the-item.md).
2. \`order-relay\` reads the table's stream and publishes the event on the bus.
3. The bus delivers the event to \`order-processing\`. \`order-processor\` claims the order, authorises the
   payment and reserves stock, stores PROCESSED or FAILED, and then commits or undoes every fulfilment
   step ([two-phase fulfilment](adr/0014-two-phase-fulfilment.md)).

The rule \`count-order-events\` also delivers every order event to \`order-metrics\`, which counts it.

## Approval

${APPROVAL}

An order of high priority waits in PENDING_APPROVAL. The workflow requests a decision, reminds the
approvers halfway, and lets the order expire at its deadline. The order's own conditional write is the
decision; its event ends the wait ([approval workflow](adr/0018-approval-workflow.md)). The task token of
each wait is in the table \`${nameOf('table:approvalTasks')}\`, which is not drawn.

## Ingestion of external events

${EXTERNAL_EVENTS}

\`event-ingestion\` responds 202 as soon as the event is in the queue. \`event-recorder\` places the order of an
\`order.submitted\`, and records and announces every other event
([external events](adr/0016-external-events.md)).

## Failure paths

${FAILURES}

- **Retries.** If a function fails on a message, the message is received again after its visibility
  timeout. A batch of the stream is retried until its records are too old. An asynchronous invocation
  has two retries.
- **Dead-letter queues** keep the work that failed in every try, and raise an alarm. An operator fixes
  the cause and starts a redrive, or puts an event from \`order-stream-dlq\` back on the bus
  ([runbook](runbook.md#dead-letters)).
- **Sweeper.** Every ${sweepMinutes} minutes \`order-sweeper\` counts the orders that have waited too long in
  one state, and publishes their events again.

## Queues

${queueTable()}

The bus retries a delivery for 24 hours. An operator empties the dead-letter queues.

## Functions

${functionTable()}

## Notifications

| sender | topic | message |
| --- | --- | --- |
| \`order-notifier\` | \`${nameOf('topic:notifications')}\` | every event after which the order is ${byNotifier} |
| \`order-processor\` | \`${nameOf('topic:notifications')}\` | ${byFulfilment}, as the last step of fulfilment, after all other steps are committed |
| \`approval-requester\` | \`${nameOf('topic:approvers')}\` | an order waits for approval; a reminder follows halfway |
| alarms, budget, cost anomalies | \`serverless-snacks-alarms\` | to operators: the start and the end of an alarm, budget alerts, cost anomalies |

Each event has one sender. A notification is sent at least once: two messages about one event have the
same event id.

## More

[Decisions](adr) · [lifecycle of an order](lifecycle.md) · [threat model](threat-model.md) ·
[costs](cost.md) · [operations](operations.md) · [runbook](runbook.md)
`;
  const { code } = await format('architecture.md', text, { printWidth: 100 });
  return code;
}

describe('the document of the architecture', () => {
  it('matches the topology (npm run docs:update writes it)', async () => {
    const text = await documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });
});
