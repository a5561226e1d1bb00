import Table from 'cli-table3';

import { CONDITIONS, Coverage } from '../checkers/coverage.js';
import { INVARIANTS } from '../checkers/invariants.js';
import type { Shrunk } from '../world/shrink.js';

/** A table of the visited cells with their counts, and a list of the cells that no run visited. */
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
      : `Cells that no run visited (${missing.length}): ${missing.join('; ')}.`;
  return `${table.toString()}\nCommands refused because of the state: ${refused.join('; ')}.\n${never}`;
}

/** The broken invariant, the timeline of the shortest run, and the command that replays it. */
export function violationReport(
  seed: number,
  replay: string,
  { outcome, leftOut }: Shrunk,
): string {
  const { broken, timeline } = outcome;
  const invariant = broken === undefined ? 'none' : INVARIANTS[broken.invariant];
  return [
    `Seed ${seed} broke an invariant: ${invariant}`,
    `  ${broken?.message}`,
    '',
    `The shortest run that was found (${leftOut.size} parts left out):`,
    ...timeline.map((line) => `  ${line}`),
    '',
    `Replay it: ${replay}`,
  ].join('\n');
}
