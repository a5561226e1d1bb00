import { readFileSync } from 'node:fs';

const RUNBOOK = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');

/** Returns the part of the runbook under a heading, up to the next heading of its level or higher. */
export function sectionOf(heading: string): string {
  const [, rank = '', rest = ''] = new RegExp(`^(#+) ${heading}\n([^]*)`, 'm').exec(RUNBOOK) ?? [];
  if (rank === '') throw new Error(`The runbook has no section ${heading}.`);
  const end = rest.search(new RegExp(`^#{1,${rank.length}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** The names of the alarms' sections. */
export const ALARMS = Array.from(
  sectionOf('Alarms').matchAll(/^### (.+)$/gm),
  ([, name = '']) => name,
);

/** Returns the paragraphs of a section about how to find the cause. */
export const howToLook = (section: string): string =>
  /\*\*How to look\.\*\*([^]*?)\*\*How to fix\.\*\*/.exec(section)?.[1] ?? '';

/** Returns the commands of a text. 🔑 on the line before marks commands that need an account. */
export function commandsOf(
  text: string,
): { readonly script: string; readonly needsAccount: boolean }[] {
  return text.split(/^ *```sh\n/m).flatMap((part, n, parts) => {
    const before = parts[n - 1]?.trimEnd().split('\n').at(-1) ?? '';
    const script = /^([^]*?)^ *```$/m.exec(part)?.[1];
    return n === 0 || script === undefined ? [] : [{ script, needsAccount: before.includes('🔑') }];
  });
}

/** Returns the commands that need no account, as one script. */
export const localCommandsOf = (text: string): string =>
  commandsOf(text)
    .filter(({ needsAccount }) => !needsAccount)
    .map(({ script }) => script)
    .join('\n');

/** Returns the rows of a section's table, without backticks. */
export function rowsOf(section: string): readonly (readonly string[])[] {
  return Array.from(section.matchAll(/^\|(.*)\|$/gm), ([, row = '']) =>
    row.split('|').map((cell) => cell.trim().replaceAll('`', '')),
  ).slice(2);
}

/** The script with the shell functions that other sections use. */
export const DEFINITIONS = commandsOf(sectionOf('Read the logs'))[1]?.script ?? '';
