import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { topology } from '@snacks/handlers';
import { synthesised } from '../../../test/synthesised.js';
import {
  ASSUMPTIONS,
  countAlarmMetrics,
  CUSTOM_METRICS,
  estimateMonth,
  KEY_USERS,
  totalOf,
} from './cost.js';
import { ORDER_USAGE, SWEEP_READS, type OrderUsage } from './order-usage.js';
import { PRICES, PRICES_DATE } from './prices.js';

const DOCUMENT = new URL('../../../../../docs/cost.md', import.meta.url);
const LOADS = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
const ALARMS = synthesised('dev')
  .ofType('AWS::CloudWatch::Alarm')
  .map(({ properties }) => properties);
const alarmMetrics = countAlarmMetrics(ALARMS);
const BATCH = Math.min(...topology.queueConsumers.map(({ batchSize }) => batchSize));

function dollars(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A Markdown table: the first columns are left-aligned, the others right-aligned. */
function table(rows: readonly (readonly string[])[], leftAligned = 1): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (text: string, n: number) => {
    const width = widths[n] ?? 0;
    return n < leftAligned ? text.padEnd(width) : text.padStart(width);
  };
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, n) =>
    n < leftAligned ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(header), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}

const FIGURES: readonly (readonly [what: string, figure: keyof OrderUsage])[] = [
  ['requests to the HTTP API', 'httpRequests'],
  ['invocations by the workflow', 'workflowInvocations'],
  ['messages in queues', 'messages'],
  ['records in the stream', 'streamRecords'],
  ['events on the bus', 'events'],
  ['write units', 'writes'],
  ['read units', 'reads'],
  ['messages to topics', 'publishes'],
  ['state transitions', 'stateTransitions'],
];

function usage(): string {
  return table([
    ['an order uses', 'ordinary', 'approved'],
    ...FIGURES.map(([what, figure]) => [
      what,
      String(ORDER_USAGE.ordinary[figure]),
      String(ORDER_USAGE.approved[figure]),
    ]),
  ]);
}

function costs(batch: number): string {
  const months = LOADS.map((ordersPerMonth) =>
    estimateMonth({ ordersPerMonth, alarmMetrics, batch }),
  );
  const dollarsOf = (n: number) => months.map((month) => dollars(month[n]?.dollars ?? 0));
  const parts = (months[0] ?? []).map(({ what }, n) => [what].concat(dollarsOf(n)));
  const perThousand = months.map((month, n) => dollars((totalOf(month) / (LOADS[n] ?? 1)) * 1_000));
  return table([
    ['US dollars a month', ...LOADS.map((load) => load.toLocaleString('en-US'))],
    ...parts,
    ['total', ...months.map((month) => dollars(totalOf(month)))],
    ['per 1,000 orders', ...perThousand],
  ]);
}

function documentText(): string {
  const prices = Object.entries(PRICES).map(([what, price]) => [
    what,
    String(price.dollars),
    price.per,
    price.source,
  ]);
  const { secondsEach, logBytes, approvalShare, receivesAMinute, keyMinutes } = ASSUMPTIONS;
  return `# Costs

Generated from \`packages/infra/src/deploy/cost/cost.ts\` by \`npm run docs:update\`; a test fails while the
two differ. List prices of us-east-1 as known in ${PRICES_DATE}, without free tier and discounts, for
orders of which ${approvalShare * 100} % need approval.

Without orders you pay for the alarms and metrics, the dashboard, the key and the secret, and for Lambda's
polling of the queues. All other costs grow with the orders, and DynamoDB is the largest of them.

## With full batches

A function gets ${BATCH} messages or stream records at once. This happens when orders come without a pause.

${costs(BATCH)}

## Without batches

Every message and every stream record invokes a function alone. This happens when orders are rare, and it
is the cost of a design that never batches.

${costs(1)}

## What is counted

\`packages/infra/src/deploy/cost/order-usage.int.test.ts\` counts the usage of one order, on the deployed
handlers and DynamoDB adapters: two snacks with a stock record, by an authenticated customer, an item below
1 KB. The test fails if an order uses more or less. The units are of all tables and indexes: orders,
stock, payments, approval tasks. Idempotency has no table. External events are not counted.

${usage()}

An approved order has high priority, and an approver decided on it before the reminder. A reminder costs
one more transition, invocation and message. An order that expires costs two more transitions and one
invocation. The start counts as a transition, as every state does.

Independent of the orders:

- ${CUSTOM_METRICS} metrics, and ${ALARMS.length} alarms, which read ${alarmMetrics} metrics: an alarm on a rate reads two
- ${SWEEP_READS} read units, and one invocation, for each run of the sweeper, every ${topology.schedules['sweep-stuck-orders'].everyMinutes} minutes
- ${receivesAMinute} receives a minute for each of the ${topology.queueConsumers.length} queues that Lambda polls: five pollers of 20 seconds
- at most one request to KMS in ${keyMinutes} minutes for each of ${KEY_USERS} pairs of a function and a table or topic that it
  calls: DynamoDB and SNS cache the key for that time, so a busy stage pays no more for it than a quiet one

## What is assumed

- An invocation takes ${secondsEach} seconds, warm; an order leaves ${logBytes / 1_000} KB of logs.
- Queue requests are \`messages × (1 + 2 / batch)\`: sent one by one, received and deleted in batches.
- Invocations are \`requests + by the workflow + (messages + records) / batch\`.

## What is not included

- Data at rest, its point-in-time recovery, and the archive of events: they grow with the
  retention of orders, not with the orders of a month.
- Traffic, and deliveries of topics to their subscribers: by default only the addresses for alarms and
  approvals subscribe.
- Traces of X-Ray: its default rule samples one request a second and 5 % of the others.
- Cancellations, repeats, retries, listings and reads by clients, external events.
- The key costs a dollar a month more after each of its first two yearly rotations. (The stream is free:
  Lambda reads it without charge.)

## The prices

${table([['price', 'US dollars', 'per', 'source'], ...prices], 4)}

Most sources repeat AWS's list; few prices were read on AWS's own pages. Look them up before you rely on
them.
`;
}

describe('docs/cost.md', () => {
  it('has the figures of the estimate (npm run docs:update writes it)', () => {
    const text = documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });

  it('has lower costs with full batches', () => {
    const month = { ordersPerMonth: 1_000_000, alarmMetrics };

    expect(totalOf(estimateMonth({ ...month, batch: BATCH }))).toBeLessThan(
      totalOf(estimateMonth({ ...month, batch: 1 })),
    );
  });
});
