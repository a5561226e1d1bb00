import { createHistogram } from 'node:perf_hooks';
import Table from 'cli-table3';

import type { Flow } from './flows/backbone.js';
import { handlerFlow } from './flows/handler-flow.js';
import { REQUEST } from './setup/order-events.js';
import { isQuick } from './setup/quick.js';
import { sagaFlow, useCaseFlow } from './flows/use-case-flow.js';

const QUICK = isQuick('bench');

const SIZES = QUICK ? [20] : [1_000, 10_000, 100_000];
const IN_FLIGHT = QUICK ? [10] : [1, 100];
const ROUNDS = QUICK ? 1 : 3;
/** Orders before the measurement, so that the code is compiled. */
const WARM_UP = QUICK ? 20 : 10_000;

/** A smaller run is repeated from an empty store until it reaches this number of orders. */
const MIN_ORDERS = QUICK ? 20 : 10_000;

/** The figures of one run. Times in microseconds. */
interface Figures {
  readonly perOrder: number;
  readonly p50: number;
  readonly p99: number;
  readonly page: number;
}

interface Scenario {
  readonly name: string;
  readonly create: () => Flow;
  readonly inFlight: number;
  readonly orders: number;
}

/** Brings orders from NEW to PROCESSED, a number at a time, and records the time of each. */
async function run(
  flow: Flow,
  orders: number,
  inFlight: number,
  record: (nanoseconds: bigint) => void = () => {},
): Promise<void> {
  for (let done = 0; done < orders; done += inFlight) {
    const began = new Map<string, bigint>();
    const wave = Array.from({ length: Math.min(inFlight, orders - done) }, async () => {
      const start = process.hrtime.bigint();
      began.set(await flow.place(REQUEST), start);
    });
    await Promise.all(wave);
    await flow.relay();
    for (const orderId of await flow.process()) {
      record(process.hrtime.bigint() - (began.get(orderId) ?? 0n));
      began.delete(orderId);
    }
    if (began.size > 0) throw new Error(`${began.size} orders were not processed.`);
    await flow.relay(); // the events of the processed orders
  }
}

async function measure({ create, inFlight, orders }: Scenario): Promise<Figures> {
  await run(create(), WARM_UP, inFlight);
  const latencies = createHistogram();
  const repeats = Math.max(1, MIN_ORDERS / orders);
  let flow = create();
  let elapsed = 0n;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    flow = create();
    const before = process.hrtime.bigint();
    await run(flow, orders, inFlight, (nanoseconds) => latencies.record(nanoseconds));
    elapsed += process.hrtime.bigint() - before;
  }
  const perOrder = Number(elapsed) / (orders * repeats) / 1_000;
  return {
    perOrder,
    p50: latencies.percentile(50) / 1_000,
    p99: latencies.percentile(99) / 1_000,
    page: await timePage(flow),
  };
}

async function timePage(flow: Flow): Promise<number> {
  const pages = QUICK ? 2 : 2_000;
  for (let page = 0; page < pages; page += 1) await flow.listPage();
  const before = process.hrtime.bigint();
  for (let page = 0; page < pages; page += 1) await flow.listPage();
  return Number(process.hrtime.bigint() - before) / pages / 1_000;
}

/** Measures the heap per processed order, in a separate run: garbage collection distorts timing. */
async function heapOf({ create, orders, inFlight }: Scenario): Promise<number> {
  const flow = create();
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  await run(flow, orders, inFlight);
  global.gc?.();
  const after = process.memoryUsage().heapUsed;
  await flow.listPage(); // keeps the flow alive until here
  return (after - before) / orders;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function medians(rounds: readonly Figures[]): Figures {
  const of = (pick: (figures: Figures) => number) => median(rounds.map(pick));
  return {
    perOrder: of(({ perOrder }) => perOrder),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    page: of(({ page }) => page),
  };
}

const FLOWS: readonly (readonly [string, () => Flow])[] = [
  ['without steps', () => useCaseFlow()],
  ['use cases', sagaFlow],
  ['handlers', handlerFlow],
];

const scenarios: readonly Scenario[] = IN_FLIGHT.flatMap((inFlight) =>
  SIZES.flatMap((orders) => FLOWS.map(([name, create]) => ({ name, create, inFlight, orders }))),
);

const results = new Map<Scenario, Figures[]>(scenarios.map((scenario) => [scenario, []]));
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const [scenario, figures] of results) {
    process.stderr.write(
      `\rround ${round} of ${ROUNDS}: ${scenario.name}, ${scenario.orders} orders, ${scenario.inFlight} in flight      `,
    );
    figures.push(await measure(scenario));
  }
}
process.stderr.write('\n');

const table = new Table({
  head: [
    '',
    'in flight',
    'orders',
    'orders/s',
    'time to 1,000',
    'p50 µs',
    'p99 µs',
    'page µs',
    'heap B/order',
  ],
  colAligns: ['left', ...Array.from({ length: 8 }, () => 'right' as const)],
  style: { head: [], border: [] },
});
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
for (const [scenario, rounds] of results) {
  const { name, inFlight, orders } = scenario;
  const figures = medians(rounds);
  const base = [...results].find(
    ([other]) => other.name === name && other.inFlight === inFlight && other.orders === SIZES[0],
  );
  const ratio = figures.perOrder / medians(base?.[1] ?? []).perOrder;
  table.push([
    name,
    inFlight,
    whole.format(orders),
    whole.format(1_000_000 / figures.perOrder),
    ratio.toFixed(2),
    fine.format(figures.p50),
    fine.format(figures.p99),
    fine.format(figures.page),
    whole.format(await heapOf(scenario)),
  ]);
}
process.stdout.write(`Medians of ${ROUNDS} rounds, one process, Node ${process.version}.\n`);
process.stdout.write(`${table.toString()}\n`);
