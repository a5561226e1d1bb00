import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isTerminal, LIFECYCLE, ORDER_STATUSES, type OrderStatus } from './lifecycle.js';

const DOCUMENT = new URL('../../../../docs/lifecycle.md', import.meta.url);

interface Row {
  readonly command: string;
  readonly from: readonly OrderStatus[];
  readonly to: readonly OrderStatus[] | 'same';
  readonly event: string | undefined;
}

const ROWS: readonly Row[] = Object.entries(LIFECYCLE).map(([command, { from, to, event }]) => ({
  command,
  from,
  to,
  event,
}));

/** The arrows of the diagram. Commands between the same two states share one. */
function arrows(): string[] {
  const commandsByArrow = new Map<string, string[]>();
  for (const { command, from, to } of ROWS) {
    const starts = from.length === 0 ? ['[*]'] : from;
    for (const start of starts) {
      for (const end of to === 'same' ? [start] : to) {
        const arrow = `${start} --> ${end}`;
        commandsByArrow.set(arrow, [...(commandsByArrow.get(arrow) ?? []), command]);
      }
    }
  }
  const ends = ORDER_STATUSES.filter(isTerminal).map((status) => `${status} --> [*]`);
  return [
    ...Array.from(commandsByArrow, ([arrow, commands]) => `${arrow} : ${commands.join(', ')}`),
    ...ends,
  ];
}

/** A Markdown table, formatted as oxfmt does it. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], fill: string) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const rule = line(
    header.map(() => '-'),
    '-',
  );
  return [line(header, ' '), rule, ...rows.map((row) => line(row, ' '))].join('\n');
}

function documentText(): string {
  const rows = ROWS.map(({ command, from, to, event }) => [
    command,
    from.join(', ') || '(none)',
    to === 'same' ? 'the same' : to.join(' or '),
    event ?? '(none)',
  ]);
  return `# Lifecycle of an order

Generated from the table \`LIFECYCLE\` in \`packages/domain/src/order/lifecycle.ts\` by
\`npm run docs:update\`; a test fails while the two differ.

\`\`\`mermaid
stateDiagram-v2
${arrows()
  .map((arrow) => `  ${arrow}`)
  .join('\n')}
\`\`\`

An order of high priority is placed as PENDING_APPROVAL, any other as NEW.

${table(['command', 'from', 'to', 'event'], rows)}

If an order is already in the target state of a command, the command succeeds, changes nothing and
emits nothing. Any other command from a state that is not in its row is refused with
\`ORDER_CONFLICT\`, which names the current state.
`;
}

describe('the document of the lifecycle', () => {
  it('agrees with the table (npm run docs:update writes it)', () => {
    const text = documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });
});
