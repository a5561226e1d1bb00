import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const RUNBOOK = join(import.meta.dirname, '../../../../docs/runbook.md');

/** The anchors of a text's headings, as GitHub makes them. */
function anchorsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('what shipping says to read next', () => {
  it('stands in the runbook', async () => {
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

  it('links only to sections that the runbook has', async () => {
    const markdown = await readFile(RUNBOOK, 'utf8');
    const links = [...markdown.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);

    expect(anchorsIn(markdown)).toEqual(expect.arrayContaining(links));
  });
});
