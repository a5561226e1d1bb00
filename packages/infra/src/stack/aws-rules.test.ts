import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format } from 'prettier';

import { AWS_RULES } from '../../test/aws-rules/index.js';
import type { AwsRule } from '../../test/aws-rules/rule.js';
import { STAGES } from '../../test/aws-rules/stages.js';

const RULES = Object.values(AWS_RULES).flat();

/** What breaks a rule in a stage, in words. */
function violations({ check }: AwsRule): string[] {
  return Object.entries(STAGES).flatMap(([stage, stack]) =>
    check(stack)
      .filter(({ isRight }) => !isRight)
      .map(({ what }) => `${stage}: ${what}`),
  );
}

describe('a real account takes the stack:', () => {
  it.each(RULES)('$rule', (rule) => {
    expect(violations(rule)).toEqual([]);
  });

  it.each(RULES)('something is looked at for "$rule"', ({ check }) => {
    const lookedAt = Object.values(STAGES).map((stack) => check(stack).length);

    expect(Math.max(...lookedAt)).toBeGreaterThan(0);
  });
});

const DOCUMENT = new URL('../../../../docs/aws-rules.md', import.meta.url);

/** A text as a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** The rules as a page: what AWS demands, what happens otherwise, and where it was read. */
async function documentText(): Promise<string> {
  const sections = Object.entries(AWS_RULES).map(([title, rules]) => {
    const rows = rules.map(
      ({ rule, otherwise = '–', source, basis }) =>
        `| ${cell(rule)} | ${cell(otherwise)} | [${basis}](${source}) |`,
    );
    return [
      `## ${title}`,
      '',
      '| rule | otherwise | source |',
      '| --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  const text = `# What a real account demands

Emulators accept templates that an account refuses. Each row is an assertion over the templates of the
stages dev, prod and staging: \`packages/infra/src/stack/aws-rules.test.ts\`. If you meet a rule in an
account that is missing here, add it to \`packages/infra/test/aws-rules\` with its source, and run
\`npm run docs:update\`.

${sections.join('\n\n')}
`;
  return format(text, { parser: 'markdown', printWidth: 100, singleQuote: true });
}

describe('the document of the rules', () => {
  it('has every rule (npm run docs:update writes it)', async () => {
    const text = await documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });
});
