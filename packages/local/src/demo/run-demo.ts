import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { isFields, isTerminal, ORDER_STATUSES } from '@snacks/domain';
import { PinoLogger, type Figure } from '@snacks/handlers';

import { startServer, type RunningServer } from '../http/server.js';
import { readExampleOrders, readExampleSettings, type ExampleOrder } from './example-orders.js';

const DEADLINE = 10_000;
const LOOK_EVERY = 20;

type Fields = Readonly<Record<string, unknown>>;

/** What became of one example. */
interface Outcome {
  readonly order: Fields;
  /** States with the times at which their events occurred, oldest first. */
  readonly states: readonly string[];
  /** What is not as it should be. */
  readonly complaints: readonly string[];
}

/**
 * Starts the platform on a free port, places the example orders over HTTP, follows each to its end,
 * and prints what became of them. Returns the exit code: 0 only if all is as expected.
 */
export async function runDemo(): Promise<number> {
  const server = await startServer({
    port: 0,
    ...readExampleSettings(),
    loggerOf: (service) => new PinoLogger({ service, level: 'error' }),
  });
  try {
    const examples = await readExampleOrders();
    const outcomes = await Promise.all(examples.map(async (example) => follow(server, example)));
    process.stdout.write(`${render(outcomes)}\n`);
    await server.platform.waitUntilIdle(DEADLINE); // the last events may still be on their way to be counted
    for (const { input, status, history } of server.platform.approvals.executions) {
      const states = history.flatMap(({ type, state, at }) =>
        type === 'StateEntered' ? [`${state} ${at.slice(11, 23)}`] : [],
      );
      const orderId = isFields(input) ? String(input.orderId) : '';
      process.stdout.write(`Approval of ${orderId}: ${states.join(', ')}: ${status}\n`);
    }
    process.stdout.write(`Metrics: ${server.platform.metrics.figures().map(inWords).join(', ')}\n`);
    const complaints = outcomes.flatMap((outcome) => outcome.complaints);
    for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
    return complaints.length === 0 ? 0 : 1;
  } finally {
    await server.stop(DEADLINE);
  }
}

async function follow({ url }: RunningServer, example: ExampleOrder): Promise<Outcome> {
  const response = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: example.text,
  });
  const placed = await fieldsOf(response);
  if (response.status !== 201) {
    const complaint = `${example.file} was returned ${response.status}: ${String(placed.detail)}`;
    return { order: placed, states: [], complaints: [complaint] };
  }
  const location = `${url}${response.headers.get('location') ?? ''}`;
  if (example.decision !== undefined) {
    await decide(url, String(placed.orderId), example.decision);
  }
  const states = await waitForStates(url, placed.orderId, example);
  const order = await fieldsOf(await fetch(location));
  return { order, states, complaints: complaintsAbout(example, order, states) };
}

/** Decides on an order as an approver would, once its workflow asks for it. */
async function decide(
  url: string,
  orderId: string,
  decision: NonNullable<ExampleOrder['decision']>,
): Promise<void> {
  const deadline = Date.now() + DEADLINE;
  while (Date.now() < deadline) {
    const { status } = await fieldsOf(await fetch(`${url}/local/approvals/${orderId}`));
    if (status === 'RUNNING') break;
    await delay(LOOK_EVERY);
  }
  await fetch(`${url}/orders/${orderId}/approval`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ decision }),
  });
}

/** Waits until an event tells of the expected state, or of another one that is the last. */
async function waitForStates(
  url: string,
  orderId: unknown,
  { expectedStatus }: ExampleOrder,
): Promise<string[]> {
  const deadline = Date.now() + DEADLINE;
  for (;;) {
    const states = await statesOf(url, orderId);
    const status = ORDER_STATUSES.find((one) => states.at(-1)?.startsWith(`${one} `));
    const isLast = status === expectedStatus || (status !== undefined && isTerminal(status));
    if (isLast || Date.now() > deadline) return states;
    await delay(LOOK_EVERY);
  }
}

function complaintsAbout(
  example: ExampleOrder,
  order: Fields,
  states: readonly string[],
): string[] {
  const complaints: string[] = [];
  const expect = (what: string, isSo: boolean): void => {
    if (!isSo)
      complaints.push(`${example.file}: ${what}, but the order is ${JSON.stringify(order)}`);
  };
  expect(`should be ${example.expectedStatus}`, order.status === example.expectedStatus);
  expect(
    `should be told of as ${example.expectedStatus} on the bus`,
    states.at(-1)?.startsWith(`${example.expectedStatus} `) === true,
  );
  expect(`should come to ${example.totalAmount}`, order.totalAmount === example.totalAmount);
  expect(
    'should have processedAt exactly when it is PROCESSED',
    (typeof order.processedAt === 'string') === (order.status === 'PROCESSED'),
  );
  return complaints;
}

async function statesOf(url: string, orderId: unknown): Promise<string[]> {
  const { events } = await fieldsOf(await fetch(`${url}/local/events`));
  if (!Array.isArray(events)) return [];
  return events.flatMap((event: unknown) => {
    const detail = isFields(event) ? event.detail : undefined;
    if (!isFields(detail) || detail.orderId !== orderId || !isFields(detail.metadata)) return [];
    return [`${String(detail.status)} ${String(detail.metadata.occurredAt).slice(11, 23)}`];
  });
}

async function fieldsOf(response: Response): Promise<Fields> {
  const body: unknown = await response.json();
  if (!isFields(body)) throw new Error(`${response.url} did not respond a JSON object.`);
  return body;
}

function inWords({ metric, dimension = {}, total, latest, p50, p99 }: Figure): string {
  const name = [metric, ...Object.values(dimension)].join(' ');
  return p50 === undefined
    ? `${name} ${total ?? latest}`
    : `${name} ${p50} ms (99 % within ${p99} ms)`;
}

function render(outcomes: readonly Outcome[]): string {
  const table = new Table({
    head: ['Order', 'Customer', 'Total', 'States (UTC)', 'Reason'],
    colAligns: ['left', 'left', 'right', 'left', 'left'],
    style: { head: [], border: [] },
  });
  for (const { order, states } of outcomes) {
    table.push([
      String(order.orderId),
      String(order.customerName),
      typeof order.totalAmount === 'number' ? order.totalAmount.toFixed(2) : '',
      states.join('\n'),
      typeof order.reason === 'string' ? order.reason : '',
    ]);
  }
  return table.toString();
}
