import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { topology } from '@snacks/handlers';
import { estimateMonth, PRICES, PRICES_DATE, totalOf } from './cost.js';

const DOCUMENT = new URL('../../../../docs/cost.md', import.meta.url);
const LOADS = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
const ALARMS = 30;
const BATCH = Math.min(...topology.queueConsumers.map(({ batchSize }) => batchSize));

function dollars(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A Markdown table of numbers: the first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[n] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, n) => (n === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(header), rule, ...body.map(line)].join('\n');
}

function costs(batch: number): string {
  const months = LOADS.map((ordersPerMonth) =>
    estimateMonth({ ordersPerMonth, alarms: ALARMS, batch }),
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
  const prices = Object.entries(PRICES).map(([what, price]) => [what, String(price)]);
  return `# What it costs

Written from \`packages/infra/src/ship/cost.ts\` by \`UPDATE_DOCS=1 npm test -w @snacks/infra\`; a test
fails as long as the two differ. List prices of us-east-1 of ${PRICES_DATE}, without any free tier or
discount. Not in it: data at rest, traffic, notifications, and the stock and payment records of
fulfilment, whose writes [the benchmarks](benchmarks.md) count.

Nothing runs while nobody orders: the alarms, the dashboard and the key are what stands there.
Everything else grows with the orders, and DynamoDB is most of it.

## With full batches

A function gets ${BATCH} messages or stream records at once: what happens by itself where orders come
without a pause.

${costs(BATCH)}

## Without batches

Every message and every stream record wakes a function alone: what happens by itself where orders are
rare, and what a design would pay that never batches.

${costs(1)}

## The formula

For each order, with \`b\` messages in a batch:

- invocations \`1 + (3 messages + 3 stream records) / b\`, each \`0.03 s\` long, and the sweeper's every
  ${topology.schedules['sweep-stuck-orders'].everyMinutes} minutes
- queue requests \`3 × (1 + 2 / b)\`: sent one by one, received and deleted by the batch
- 22 write units and 1 read unit: three writes of an item of 2 KB with its two index entries, and
  leaving the old state's partition twice
- 2 events, 1 HTTP request, 4 KB of logs

${table([['price', 'US dollars'], ...prices])}

The units of each are told beside its name in the code.
`;
}

describe('the document of the costs', () => {
  it('says what the estimate says (write it with UPDATE_DOCS=1 npm test -w @snacks/infra)', () => {
    const text = documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });

  it('costs less the fuller the batches are', () => {
    const month = { ordersPerMonth: 1_000_000, alarms: ALARMS };

    expect(totalOf(estimateMonth({ ...month, batch: BATCH }))).toBeLessThan(
      totalOf(estimateMonth({ ...month, batch: 1 })),
    );
  });
});
