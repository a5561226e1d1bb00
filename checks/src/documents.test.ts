import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NAMES, topology } from '@snacks/handlers';

const ROOT = new URL('../../', import.meta.url);

/** The documents that are written by hand and lead elsewhere. */
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(new URL('docs/', ROOT))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Every link to a file of the repository: its words, and where it leads. */
function linksOf(document: string): readonly { readonly words: string; readonly file: URL }[] {
  const base = new URL(document, ROOT);
  const text = readFileSync(base, 'utf8');
  return Array.from(text.matchAll(/\[([^\]]+)\]\((?!https?:|#)([^)#]+)/g), ([, words, path]) => ({
    words: words ?? '',
    file: new URL(path ?? '', base),
  }));
}

describe('the documents', () => {
  it.each(DOCUMENTS)('%s leads to what is there', (document) => {
    const dead = linksOf(document).filter(({ file }) => !existsSync(file));

    expect(dead.map(({ file }) => file.pathname)).toEqual([]);
  });

  it('name in the threat model only tests that there are', () => {
    const missing = linksOf('docs/threat-model.md').filter(({ words, file }) => {
      const title = words.match(/^“(.+)”$/)?.[1];
      if (title === undefined || !statSync(file).isFile()) return false;
      return !readFileSync(file, 'utf8').includes(`'${title}'`);
    });

    expect(missing.map(({ words }) => words)).toEqual([]);
  });

  it('name in the threat model everything that the platform consists of, and every route', () => {
    const text = readFileSync(new URL('docs/threat-model.md', ROOT), 'utf8');
    const routes = topology.api.routes.map(({ method, path }) => `${method} ${path}`);

    expect([...NAMES, ...routes].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('lead in the threat model only to sections that it has', () => {
    const text = readFileSync(new URL('docs/threat-model.md', ROOT), 'utf8');
    const sections = Array.from(text.matchAll(/^## (.+)$/gm), ([, title = '']) =>
      title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'),
    );
    const links = Array.from(text.matchAll(/\]\(#([\w-]+)\)/g), ([, section]) => section);

    expect(sections).toEqual(expect.arrayContaining(links));
  });
});
