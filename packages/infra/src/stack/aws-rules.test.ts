import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format } from 'oxfmt';

import { AWS_RULES } from '../../test/aws-rules/index.js';
import type { AwsRule } from '../../test/aws-rules/rule.js';
import { STAGES } from '../../test/aws-rules/stages.js';

const RULES = Object.values(AWS_RULES).flat();

/** The resources that break a rule, with their stages. */
function violations({ check }: AwsRule): string[] {
  return Object.entries(STAGES).flatMap(([stage, stack]) =>
    check(stack)
      .filter(({ isValid }) => !isValid)
      .map(({ subject }) => `${stage}: ${subject}`),
  );
}

describe('an AWS account accepts the stack:', () => {
  it.each(RULES)('$rule', (rule) => {
    expect(violations(rule)).toEqual([]);
  });

  it.each(RULES)('at least one resource is checked for "$rule"', ({ check }) => {
    const checked = Object.values(STAGES).map((stack) => check(stack).length);

    expect(Math.max(...checked)).toBeGreaterThan(0);
  });
});

const DOCUMENT = new URL('../../../../docs/aws-rules.md', import.meta.url);

/** Escapes a text for a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** The rules as a page: each with its consequence and its source. */
async function documentText(): Promise<string> {
  const sections = Object.entries(AWS_RULES).map(([title, rules]) => {
    const rows = rules.map(
      ({ rule, ifBroken = '–', source, basis }) =>
        `| ${cell(rule)} | ${cell(ifBroken)} | [${basis}](${source}) |`,
    );
    return [
      `## ${title}`,
      '',
      '| rule | if broken | source |',
      '| --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  const text = `# Rules of an AWS account

Emulators accept templates that an account rejects. Each row is an assertion on the templates of the
stages dev, prod and staging: \`packages/infra/src/stack/aws-rules.test.ts\`. If you find a rule of an
account that is missing here, add it to \`packages/infra/test/aws-rules\` with its source, and run
\`npm run docs:update\`.

${sections.join('\n\n')}
`;
  const { code } = await format('aws-rules.md', text, { printWidth: 100 });
  return code;
}

describe('the document of the rules', () => {
  it('has every rule (npm run docs:update writes it)', async () => {
    const text = await documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });
});
