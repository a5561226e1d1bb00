import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { topology } from '@snacks/handlers';
import { synthesise } from '../../../test/synthesised.js';
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
const ALARMS = synthesise()
  .ofType('AWS::CloudWatch::Alarm')
  .map(({ properties }) => properties);
const alarmMetrics = countAlarmMetrics(ALARMS);
const BATCH = Math.min(...topology.queueConsumers.map(({ batchSize }) => batchSize));

function dollars(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A Markdown table: the first column, or all of them, to the left, the others to the right. */
function table(rows: readonly (readonly string[])[], toTheLeft = 1): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (text: string, n: number) => {
    const width = widths[n] ?? 0;
    return n < toTheLeft ? text.padEnd(width) : text.padStart(width);
  };
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, n) =>
    n < toTheLeft ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
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
  const part = (n: number) => months.map((month) => dollars(month[n]?.dollars ?? 0));
  const parts = (months[0] ?? []).map(({ what }, n) => [what].concat(part(n)));
  const perThousand = months.map((month, n) => dollars((totalOf(month) / (LOADS[n] ?? 1)) * 1_000));
  return table([
    ['US dollars a month', ...LOADS.map((load) => load.toLocaleString('en-US'))],
    ...parts,
    ['together', ...months.map((month) => dollars(totalOf(month)))],
    ['for 1,000 orders', ...perThousand],
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
  return `# What it costs

Written from \`packages/infra/src/deploy/cost/cost.ts\` by \`UPDATE_DOCS=1 npm test -w @snacks/infra\`; a test
fails as long as the two differ. List prices of us-east-1 as known in ${PRICES_DATE}, without any free
tier or discount, for orders of which ${approvalShare * 100} % need approval.

While nobody orders, what stands there is paid for: the alarms and metrics, the dashboard, the key and
the secret, and Lambda, which looks into every queue. Everything else grows with the orders, and
DynamoDB is most of it.

## With full batches

A function gets ${BATCH} messages or stream records at once: what happens by itself where orders come
without a pause.

${costs(BATCH)}

## Without batches

Every message and every stream record wakes a function alone: what happens by itself where orders are
rare, and what a design would pay that never batches.

${costs(1)}

## What is counted

By \`packages/infra/src/deploy/cost/order-usage.int.test.ts\`, on the handlers and the DynamoDB adapters that
are deployed, of an order of two snacks whose stock is kept, by a known customer: its item has 1 to 2
KB. The test fails as soon as an order uses more or less. The units are of all tables and indexes:
orders, stock, payments, approval tasks. Idempotency has no table, and external events are not orders.

${usage()}

An approved order is one of high priority on which somebody decided before the reminder. A reminder
costs one more transition, invocation and message; an order that expires, two more transitions and an
invocation. The start is counted as a transition, as every state is.

Beside the orders:

- ${CUSTOM_METRICS} metrics, and ${ALARMS.length} alarms, which look at ${alarmMetrics} metrics: an alarm on a rate looks at two
- ${SWEEP_READS} read units, and one invocation, for each run of the sweeper, every ${topology.schedules['sweep-stuck-orders'].everyMinutes} minutes
- ${receivesAMinute} receives a minute for each of the ${topology.queueConsumers.length} queues that Lambda takes from: five pollers of 20 seconds
- at most one request to KMS in ${keyMinutes} minutes for each of ${KEY_USERS} pairs of a function and a table or topic that it
  calls: DynamoDB and SNS keep the key for so long. So a busy stage pays no more for it than a quiet one

## What is assumed

- An invocation takes ${secondsEach} seconds, warm; an order leaves ${logBytes / 1_000} KB of logs.
- Queue requests are \`messages × (1 + 2 / batch)\`: sent one by one, received and deleted by the batch.
- Invocations are \`requests + by the workflow + (messages + records) / batch\`.

## What is not in it

- Data at rest, its point-in-time recovery, and the archive of events: they grow with the days that
  orders are kept, not with the orders of a month.
- Traffic, and what topics deliver to their subscribers: by default nobody subscribes but the addresses
  for alarms and approvals.
- Traces of X-Ray, of which its default rule takes one a second and 5 % of the rest.
- What comes back: cancellations, repeats, retries, listings and reads by clients, external events.
- The stream costs nothing: Lambda reads it free of charge. The key costs a dollar more after each of
  its first two yearly replacements.

## The prices

${table([['price', 'US dollars', 'per', 'source'], ...prices], 4)}

Most sources repeat AWS's list, and few prices were read on AWS's own pages: look them up before you
count on them.
`;
}

describe('the document of the costs', () => {
  it('says what the estimate says (write it with UPDATE_DOCS=1 npm test -w @snacks/infra)', () => {
    const text = documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });

  it('costs less the fuller the batches are', () => {
    const month = { ordersPerMonth: 1_000_000, alarmMetrics };

    expect(totalOf(estimateMonth({ ...month, batch: BATCH }))).toBeLessThan(
      totalOf(estimateMonth({ ...month, batch: 1 })),
    );
  });
});
