import { topology } from '@snacks/handlers';

import { ASSUMPTIONS } from '../../src/deploy/cost/assumptions.js';
import {
  costOfUsers,
  estimateMonth,
  FULL_BATCH,
  IDLE_METRICS,
  KEY_USERS,
  ORDER_METRICS,
  totalOf,
  usersOf,
} from '../../src/deploy/cost/cost.js';
import {
  messagesOf,
  readsOf,
  writesByTarget,
  writesOf,
  type OrderUsage,
} from '../../src/deploy/cost/order-usage.js';
import {
  COGNITO_PRICES,
  FREE,
  PRICES,
  PRICES_DATE,
  type Price,
} from '../../src/deploy/cost/prices.js';
import type { Figures } from './figures-source.js';
import { dollars, table } from './table.js';

const LOADS = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

const COUNTS: readonly (readonly [what: string, figure: (usage: OrderUsage) => number])[] = [
  ['requests to the HTTP API', ({ httpRequests }) => httpRequests],
  ['invocations by the workflow', ({ workflowInvocations }) => workflowInvocations],
  ['messages in queues', messagesOf],
  ['records in the stream', ({ streamRecords }) => streamRecords],
  ['events on the bus', ({ events }) => events],
  ['write units', writesOf],
  ['read units', readsOf],
  ['messages to topics', ({ publishes }) => publishes],
  ['state transitions', ({ stateTransitions }) => stateTransitions],
];

function counts({ usage }: Figures): string {
  const orders = [usage.ordinary, usage.approved, usage.duplicate];
  return table([
    ['use', 'ordinary order', 'approved order', 'duplicate event'],
    ...COUNTS.map(([what, figure]) => [what].concat(orders.map((order) => String(figure(order))))),
  ]);
}

/** The units of each step, by table and index. */
export function stepTable(usage: OrderUsage): string {
  const totals = writesByTarget(usage);
  const targets = Object.keys(totals);
  const cells = (units: Readonly<Record<string, number>>) =>
    targets.map((target) => String(units[target] ?? ''));
  return table(
    [
      ['function', 'step', ...targets, 'writes', 'reads'],
      ...usage.steps.map(({ function: name, step, writes, reads }) => [
        name,
        step,
        ...cells(writes),
        String(writesOf({ ...usage, steps: [{ function: name, step, writes, reads }] }) || ''),
        String(reads || ''),
      ]),
      ['together', '', ...cells(totals), String(writesOf(usage)), String(readsOf(usage))],
    ],
    2,
  );
}

function costs(figures: Figures, batch: number): string {
  const resources = figures.stages.prod;
  const months = LOADS.map((ordersPerMonth) =>
    estimateMonth({ ordersPerMonth, usage: figures.usage, resources, batch }),
  );
  const dollarsOf = (n: number) => months.map((month) => dollars(month[n]?.dollars ?? 0));
  const parts = (months[0] ?? []).map(({ what }, n) => [what].concat(dollarsOf(n)));
  const perThousand = months.map((month, n) => dollars((totalOf(month) / (LOADS[n] ?? 1)) * 1_000));
  return table([
    ['US dollars a month', ...LOADS.map((load) => load.toLocaleString('en-US'))],
    ...parts,
    ['total', ...months.map((month) => dollars(totalOf(month)))],
    ['per 1,000 orders', ...perThousand],
    [
      `users (${resources.userPoolPlan})`,
      ...LOADS.map((load) => dollars(costOfUsers(load, resources.userPoolPlan))),
    ],
  ]);
}

function idle({ usage, stages: { dev: ofDev, prod: ofProd } }: Figures): string {
  const [dev, prod] = [ofDev, ofProd].map((resources) =>
    estimateMonth({ ordersPerMonth: 0, usage, resources }),
  );
  return table([
    ['US dollars a month', 'dev', 'prod'],
    ...(dev ?? [])
      .map(({ what, dollars: inDev }, n) => ({ what, amounts: [inDev, prod?.[n]?.dollars ?? 0] }))
      .filter(({ amounts }) => amounts.some((amount) => amount >= 0.005))
      .map(({ what, amounts }) => [what].concat(amounts.map(dollars))),
    ['total', dollars(totalOf(dev ?? [])), dollars(totalOf(prod ?? []))],
  ]);
}

function stages({ stages: { dev, prod } }: Figures): string {
  const counted: readonly (readonly [string, string | number, string | number])[] = [
    ['alarms', dev.alarms, prod.alarms],
    ['metrics that they read', dev.alarmMetrics, prod.alarmMetrics],
    ['dashboards', dev.dashboards, prod.dashboards],
    ['keys of its own', dev.keys, prod.keys],
    ['secrets', dev.secrets, prod.secrets],
    ['routes with detailed metrics', dev.detailedRoutes, prod.detailedRoutes],
    ['plan of the user pool', dev.userPoolPlan, prod.userPoolPlan],
  ];
  return table([['what', 'dev', 'prod'], ...counted.map((row) => row.map(String))]);
}

function priceRow(what: string, { dollars: amount, per, source }: Price): readonly string[] {
  return [what, String(amount), per, source];
}

function prices(): string {
  return table(
    [
      ['price', 'US dollars', 'per', 'source'],
      ...Object.entries(PRICES).map(([what, price]) => priceRow(what, price)),
      ...Object.entries(COGNITO_PRICES).map(([plan, price]) =>
        priceRow(`user pool, ${plan}`, price),
      ),
    ],
    4,
  );
}

/** The text of docs/cost.md. */
export function costDocument(figures: Figures): string {
  const { secondsEach, secondsABatch, logBytes, approvalShare, receivesAMinute, keyMinutes } =
    ASSUMPTIONS;
  const { sweep } = figures.usage;
  return `# Costs

Generated by \`npm run docs:update\` from \`packages/infra/src/deploy/cost\`; a test fails while the two
differ. List prices of us-east-1 as known in ${PRICES_DATE}, without free tier and discounts, for orders of
which ${approvalShare * 100} % need approval. What a rate of orders per second needs and costs:
\`npm run capacity -- --rate 500\` ([ceilings](operations.md#ceilings)).

## Without orders

${idle(figures)}

SQS is Lambda's polling of the queues. Every account gets ${FREE.alarmMetrics} alarm metrics, ${FREE.customMetrics} custom metrics and ${FREE.dashboards} dashboards
free (${FREE.source}): up to $${FREE.alarmMetrics * PRICES.alarmMetrics.dollars + FREE.customMetrics * PRICES.customMetrics.dollars + FREE.dashboards * PRICES.dashboards.dollars} less, which is not counted here.

## With full batches

A function gets ${FULL_BATCH} messages or stream records at once. This happens when orders come without a pause. All
costs are those of the stage prod.

${costs(figures, FULL_BATCH)}

The users are not in the total: they cost by how many sign in within a month, not by what they order. One user
is assumed for ${ASSUMPTIONS.ordersPerUser} orders, so a million orders come from ${usersOf(1_000_000).toLocaleString('en-US')} users. The table has the price of the first
50,000 for all; further users cost less, and an account gets some free. With users of another issuer of tokens
there is no such cost.

## Without batches

Every message and every stream record invokes a function alone. This happens when orders are rare, and it
is the cost of a design that never batches.

${costs(figures, 1)}

## What is measured

A test runs orders through the deployed handlers and DynamoDB adapters, and counts what each uses: two snacks
with a stock record, by an authenticated customer. The units of DynamoDB follow AWS's rules
(\`packages/adapters-aws/src/dynamodb/request-units.ts\`), from the item before and after each write. Only
requests that a function makes are counted. The figures are in \`packages/infra/src/deploy/cost/figures.ts\`, and
the test fails if an order uses more or less.

${counts(figures)}

An approved order has high priority, and an approver decided on it before the reminder. A reminder costs
one more transition, invocation and message. An order that expires costs two more transitions and one
invocation. The start counts as a transition, as every state does. The duplicate is an event that
reaches the processor again when its order is PROCESSED already.

### Units of an ordinary order

A step is a call of a port by a function. Write units are by table and index.

${stepTable(figures.usage.ordinary)}

### Units of an approved order

${stepTable(figures.usage.approved)}

### Units of a duplicate event

${stepTable(figures.usage.duplicate)}

### Independent of the orders

Counted in the synthesised templates:

${stages(figures)}

- ${IDLE_METRICS} custom metrics are sent in every hour, and up to ${ORDER_METRICS} more in the hours with orders, if these come at random.
  CloudWatch charges for the hours in which a metric is sent. Detailed metrics of a route are custom metrics.
- The sweeper uses ${readsOf(sweep)} read units, and one invocation, in each run, every ${topology.schedules['sweep-stuck-orders'].everyMinutes} minutes.
- Lambda receives ${receivesAMinute} times a minute from each of the ${topology.queueConsumers.length} queues: five pollers of 20 seconds.
- With a key of its own, a stage makes at most one request to KMS in ${keyMinutes} minutes for each of ${KEY_USERS} pairs of a function
  and a table or topic that it calls: DynamoDB and SNS cache the key for that time.

## What is assumed

- An invocation takes ${secondsEach} seconds, warm, and ${secondsABatch} seconds with a full batch; an order leaves ${logBytes / 1_000} KB of logs.
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

${prices()}

Most sources repeat AWS's list; few prices were read on AWS's own pages. Look them up before you rely on
them.
`;
}
