import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { isFields, isTerminal, ORDER_STATUSES } from '@snacks/domain';
import { PinoLogger, type Figure } from '@snacks/handlers';

import { startServer, type RunningServer } from '../http/server.js';
import { readExampleOrders, readExampleSettings, type ExampleOrder } from './example-orders.js';

/** Milliseconds. */
const TIMEOUT = 10_000;
const POLL_INTERVAL = 20;

type Fields = Readonly<Record<string, unknown>>;

/** The outcome of one example. */
interface Outcome {
  readonly order: Fields;
  /** The states with the times of their events, oldest first. */
  readonly states: readonly string[];
  /** The differences from the expected outcome. */
  readonly mismatches: readonly string[];
}

/**
 * Starts the platform on a free port, places the example orders over HTTP, follows each to its final
 * state, and prints the outcomes. Returns the exit code: 0 if every outcome is as expected.
 */
export async function runDemo(): Promise<number> {
  const server = await startServer({
    port: 0,
    ...readExampleSettings(),
    catalogueUse: 'required',
    loggerOf: (service) => new PinoLogger({ service, level: 'error' }),
  });
  try {
    const examples = await readExampleOrders();
    const outcomes = await Promise.all(examples.map(async (example) => follow(server, example)));
    process.stdout.write(`${render(outcomes)}\n`);
    await server.platform.waitUntilIdle(TIMEOUT); // the metrics may not have the last events yet
    for (const { input, status, history } of server.platform.approvals.executions) {
      const states = history.flatMap(({ type, state, at }) =>
        type === 'StateEntered' ? [`${state} ${at.slice(11, 23)}`] : [],
      );
      const orderId = isFields(input) ? String(input.orderId) : '';
      process.stdout.write(`Approval of ${orderId}: ${states.join(', ')}: ${status}\n`);
    }
    process.stdout.write(
      `Metrics: ${server.platform.metrics.figures().map(describeFigure).join(', ')}\n`,
    );
    const mismatches = outcomes.flatMap((outcome) => outcome.mismatches);
    for (const mismatch of mismatches) process.stderr.write(`${mismatch}\n`);
    return mismatches.length === 0 ? 0 : 1;
  } finally {
    await server.stop(TIMEOUT);
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
    const mismatch = `${example.file} got ${response.status}: ${String(placed.detail)}`;
    return { order: placed, states: [], mismatches: [mismatch] };
  }
  const location = `${url}${response.headers.get('location') ?? ''}`;
  if (example.decision !== undefined) {
    await decide(url, String(placed.orderId), example.decision);
  }
  const states = await waitForStates(url, placed.orderId, example);
  const order = await fieldsOf(await fetch(location));
  return { order, states, mismatches: mismatchesOf(example, order, states) };
}

/** Decides on an order as an approver, once its workflow runs. */
async function decide(
  url: string,
  orderId: string,
  decision: NonNullable<ExampleOrder['decision']>,
): Promise<void> {
  const deadline = Date.now() + TIMEOUT;
  while (Date.now() < deadline) {
    const { status } = await fieldsOf(await fetch(`${url}/local/approvals/${orderId}`));
    if (status === 'RUNNING') break;
    await delay(POLL_INTERVAL);
  }
  await fetch(`${url}/orders/${orderId}/approval`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ decision }),
  });
}

/** Waits for an event with the expected state or with another final state. Returns all states. */
async function waitForStates(
  url: string,
  orderId: unknown,
  { expectedStatus }: ExampleOrder,
): Promise<string[]> {
  const deadline = Date.now() + TIMEOUT;
  for (;;) {
    const states = await statesOf(url, orderId);
    const status = ORDER_STATUSES.find((one) => states.at(-1)?.startsWith(`${one} `));
    const isFinal = status === expectedStatus || (status !== undefined && isTerminal(status));
    if (isFinal || Date.now() > deadline) return states;
    await delay(POLL_INTERVAL);
  }
}

function mismatchesOf(example: ExampleOrder, order: Fields, states: readonly string[]): string[] {
  const mismatches: string[] = [];
  const expect = (expectation: string, isMet: boolean): void => {
    if (isMet) return;
    mismatches.push(`${example.file} ${expectation}, but the order is ${JSON.stringify(order)}`);
  };
  expect(`should be ${example.expectedStatus}`, order.status === example.expectedStatus);
  expect(
    `should have the last event ${example.expectedStatus}`,
    states.at(-1)?.startsWith(`${example.expectedStatus} `) === true,
  );
  expect(`should have the total ${example.totalAmount}`, order.totalAmount === example.totalAmount);
  expect(
    'should have processedAt if and only if it is PROCESSED',
    (typeof order.processedAt === 'string') === (order.status === 'PROCESSED'),
  );
  return mismatches;
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
  if (!isFields(body)) throw new Error(`${response.url} did not return a JSON object.`);
  return body;
}

function describeFigure({ metric, dimension = {}, total, latest, p50, p99 }: Figure): string {
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
