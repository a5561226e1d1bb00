import { readFileSync } from 'node:fs';

const RUNBOOK = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');

/** The part of the runbook under a heading, up to the next of its rank or higher. */
export function sectionOf(heading: string): string {
  const [, rank = '', rest = ''] = new RegExp(`^(#+) ${heading}\n([^]*)`, 'm').exec(RUNBOOK) ?? [];
  if (rank === '') throw new Error(`The runbook has no section ${heading}.`);
  const end = rest.search(new RegExp(`^#{1,${rank.length}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** The sections that alarms name. */
export const ALARMS = Array.from(
  sectionOf('Alarms').matchAll(/^### (.+)$/gm),
  ([, name = '']) => name,
);

/** What a section says of how to look for the cause. */
export const howToLook = (section: string): string =>
  /\*\*How to look\.\*\*([^]*?)\*\*How to fix\.\*\*/.exec(section)?.[1] ?? '';

/** The commands of a text, and whether the words before them say that they need an account. */
export function commandsOf(
  text: string,
): { readonly script: string; readonly needsAccount: boolean }[] {
  return text.split(/^ *```sh\n/m).flatMap((part, n, parts) => {
    const before = parts[n - 1]?.trimEnd().split('\n').at(-1) ?? '';
    const script = /^([^]*?)^ *```$/m.exec(part)?.[1];
    return n === 0 || script === undefined ? [] : [{ script, needsAccount: before.includes('🔑') }];
  });
}

/** The commands that need no account, as one script. */
export const localCommandsOf = (text: string): string =>
  commandsOf(text)
    .filter(({ needsAccount }) => !needsAccount)
    .map(({ script }) => script)
    .join('\n');

/** The rows of a section's table, each cell without its backticks. */
export function rowsOf(section: string): readonly (readonly string[])[] {
  return Array.from(section.matchAll(/^\|(.*)\|$/gm), ([, row = '']) =>
    row.split('|').map((cell) => cell.trim().replaceAll('`', '')),
  ).slice(2);
}

/** What defines the functions of the shell that other sections use. */
export const DEFINITIONS = commandsOf(sectionOf('Read the logs'))[1]?.script ?? '';
