import Table from 'cli-table3';

import { CONDITIONS, Coverage } from '../checkers/coverage.js';
import { INVARIANTS } from '../checkers/invariants.js';
import type { Shrunk } from '../world/shrink.js';

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

/** What happened in a run that broke an invariant, and how to see it again. */
export function violationReport(
  seed: number,
  replay: string,
  { outcome, leftOut }: Shrunk,
): string {
  const { broken, timeline } = outcome;
  const invariant = broken === undefined ? 'none' : INVARIANTS[broken.invariant];
  return [
    `Seed ${seed} breaks an invariant: ${invariant}`,
    `  ${broken?.message}`,
    '',
    `The shortest run that was found (${leftOut.size} of its decisions left out):`,
    ...timeline.map((line) => `  ${line}`),
    '',
    `Replay it: ${replay}`,
  ].join('\n');
}
