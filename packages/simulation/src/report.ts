import Table from 'cli-table3';

import { CONDITIONS, Coverage } from './coverage.js';
import { PROMISES } from './promises.js';
import type { Shrunk } from './shrink.js';

/** Which cells were visited how often, and which never. */
export function coverageReport(coverage: Coverage): string {
  const table = new Table({ head: ['', ...CONDITIONS], style: { head: [], border: [] } });
  for (const row of Coverage.rows) {
    table.push([row, ...CONDITIONS.map((condition) => coverage.countOf(row, condition))]);
  }
  const { missing, refusals } = coverage;
  const refused = Object.entries(refusals).map(([row, count]) => `${row} ${count}`);
  const never =
    missing.length === 0
      ? 'Every cell was visited.'
      : `Never visited (${missing.length}): ${missing.join('; ')}.`;
  return `${table.toString()}\nForbidden by the state: ${refused.join('; ')}.\n${never}`;
}

/** What happened in a schedule that broke a promise, and how to see it again. */
export function violationReport(
  seed: number,
  replay: string,
  { outcome, leftOut }: Shrunk,
): string {
  const { broken, timeline } = outcome;
  const promise = broken === undefined ? 'none' : PROMISES[broken.promise];
  return [
    `Seed ${seed} breaks a promise: ${promise}`,
    `  ${broken?.message}`,
    '',
    `The shortest schedule that was found (${leftOut.size} of its decisions left out):`,
    ...timeline.map((line) => `  ${line}`),
    '',
    `Replay it: ${replay}`,
  ].join('\n');
}
