import type { Ceiling } from './ceilings.js';
import type { CapacityPlan, Change } from './plan.js';

/** A number of orders: one decimal below ten. */
export function rateText(rate: number): string {
  return rate.toLocaleString('en-US', { maximumFractionDigits: rate < 10 ? 1 : 0 });
}

/** The rate with the parameter at its maximum, or who raises the ceiling. */
export function bestText({ best, raisedBy }: Ceiling): string {
  if (Number.isFinite(best)) return rateText(best);
  return raisedBy === 'aws' ? 'on request' : 'by code';
}

/** What to set, to request or to change; `quote` is around what to type. */
export function remedyText({ remedy, enough, ceiling }: Change, quote = ''): string {
  const { parameter, text } = remedy;
  const what = parameter === undefined ? text : `${quote}-c ${parameter}=${text}${quote}`;
  if (enough) return what;
  return ceiling.effect === 'slow recovery' ? `${what}, and replay the archive` : what;
}

/** Formats rows as columns: the first is left-aligned, those with numbers right-aligned. */
function columns(rows: readonly (readonly string[])[], rightAligned: readonly number[]): string {
  const widths = (rows[0] ?? []).map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, n) =>
          rightAligned.includes(n) ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const money = (amount: number) =>
  amount.toLocaleString('en-US', { maximumFractionDigits: amount < 100 ? 2 : 0 });

/** A plan as text for a terminal. */
export function reportOf(plan: CapacityPlan): string {
  const { rate, ceilings, first, changes, parameters, cells, hardest, costs } = plan;
  const needed = new Map(changes.map((change) => [change.ceiling, change]));
  const share = rate / cells;
  const rows = ceilings.map((ceiling) => {
    const change = needed.get(ceiling);
    return [
      ceiling.name,
      rateText(ceiling.rate),
      bestText(ceiling),
      ceiling.effect,
      change === undefined ? '' : remedyText(change),
    ];
  });
  const isBelow = first.rate < share;
  const verdict = `${isBelow ? 'The first ceiling that it meets' : 'It meets no ceiling. The first one above it'}: ${first.name}, ${rateText(first.rate)} orders a second.`;
  return [
    `${rateText(rate)} orders a second, ${rateText(plan.ordersPerMonth)} a month`,
    '',
    verdict,
    ...(cells > 1
      ? [
          `One stage takes at most ${rateText(hardest.best)} orders a second (${hardest.name}), so ${cells} cells are`,
          `needed: stages in accounts of their own, each with ${rateText(share)} orders a second. What follows is for one of them.`,
        ]
      : []),
    '',
    columns([['ceiling', 'now', 'best', 'above it', 'to set, request or change'], ...rows], [1, 2]),
    '',
    ...(parameters.length > 0
      ? [`npm run ship -- ${parameters.map((one) => `-c ${one}`).join(' ')}`, '']
      : []),
    `US dollars a month${cells > 1 ? ` of all ${cells} cells` : ''}, without the users of the API and data at rest`,
    '',
    columns(
      [
        ...costs
          .filter(({ dollars }) => dollars >= 0.005)
          .map(({ what, dollars }) => [what, money(dollars)]),
        ['total', money(plan.dollars)],
      ],
      [1],
    ),
    '',
  ].join('\n');
}

/** A plan as data for other programs. A ceiling that can be raised without a known limit has no `best`. */
export function planAsJson(plan: CapacityPlan) {
  const { ceilings, changes, first, hardest, ...rest } = plan;
  return {
    ...rest,
    first: first.name,
    hardest: hardest.name,
    ceilings: ceilings.map((ceiling) => {
      const { name, effect, raisedBy, rate, best } = ceiling;
      const change = changes.find((one) => one.ceiling === ceiling);
      return {
        name,
        effect,
        raisedBy,
        rate,
        best: Number.isFinite(best) ? best : undefined,
        change: change && remedyText(change),
      };
    }),
  };
}
