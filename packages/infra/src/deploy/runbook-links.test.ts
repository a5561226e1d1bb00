import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const RUNBOOK = join(import.meta.dirname, '../../../../docs/runbook.md');

/** The anchors of a document's headings, as GitHub creates them. */
function anchorsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('the runbook', () => {
  it('has every section that shipping refers to', async () => {
    const files = await readdir(import.meta.dirname, { recursive: true });
    const sources = await Promise.all(
      files
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map(async (file) => readFile(join(import.meta.dirname, file), 'utf8')),
    );
    const links = [...sources.join('\n').matchAll(/docs\/runbook\.md#([\w-]+)/g)].map(
      ([, anchor]) => anchor,
    );

    expect(links.length).toBeGreaterThan(3);
    expect(anchorsIn(await readFile(RUNBOOK, 'utf8'))).toEqual(expect.arrayContaining(links));
  });

  it('links only to its own sections', async () => {
    const markdown = await readFile(RUNBOOK, 'utf8');
    const links = [...markdown.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);

    expect(anchorsIn(markdown)).toEqual(expect.arrayContaining(links));
  });
});
