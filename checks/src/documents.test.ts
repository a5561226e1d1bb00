import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NAMES, topology } from '@snacks/handlers';

const ROOT = new URL('../../', import.meta.url);

const PACKAGES = readdirSync(new URL('packages/', ROOT)).map((name) => `packages/${name}`);

function markdownIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, ROOT))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);
}

/** The documents that people read, with links to other files. */
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...markdownIn('docs'),
  ...markdownIn('docs/adr'),
  ...[...PACKAGES, 'checks', 'examples/consumers'].map((folder) => `${folder}/README.md`),
];

function textOf(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** Every link to a file of the repository: its words, and its target. */
function linksOf(document: string): readonly { readonly words: string; readonly file: URL }[] {
  const base = new URL(document, ROOT);
  return Array.from(
    textOf(document).matchAll(/\[([^\]]+)\]\((?!https?:|#)([^)#]+)/g),
    ([, words, path]) => ({ words: words ?? '', file: new URL(path ?? '', base) }),
  );
}

/** The id of every heading, as GitHub makes it. */
function sectionsOf(document: string): string[] {
  return Array.from(textOf(document).matchAll(/^#+ (.+)$/gm), ([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(/\s/g, '-'),
  );
}

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links only to files that exist', (document) => {
    const dead = linksOf(document).filter(({ file }) => !existsSync(file));

    expect(dead.map(({ file }) => file.pathname)).toEqual([]);
  });

  it.each(DOCUMENTS)('%s links only to sections that exist', (document) => {
    const links = textOf(document).matchAll(/\]\((?!https?:)([^)#]*\.md)?#([\w-]+)\)/g);

    const dead = Array.from(links).filter(([, path = '', section = '']) => {
      const target = path === '' ? document : new URL(path, new URL(document, ROOT)).pathname;
      const inRoot = target.replace(ROOT.pathname, '');
      return !sectionsOf(inRoot).includes(section);
    });

    expect(dead.map(([link]) => link)).toEqual([]);
  });

  it('name in the threat model only tests that exist', () => {
    const missing = linksOf('docs/threat-model.md').filter(({ words, file }) => {
      const title = words.match(/^“(.+)”$/)?.[1];
      if (title === undefined || !statSync(file).isFile()) return false;
      return !readFileSync(file, 'utf8').includes(`'${title}'`);
    });

    expect(missing.map(({ words }) => words)).toEqual([]);
  });

  it('name in the threat model every element of the platform, and every route', () => {
    const text = textOf('docs/threat-model.md');
    const routes = topology.api.routes.map(({ method, path }) => `${method} ${path}`);

    expect([...NAMES, ...routes].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('name every decision record, by its title, in their index', () => {
    const records = markdownIn('docs/adr').filter((file) => !file.endsWith('README.md'));
    const titles = records.map((file) => /^# \d{4}: (.+)$/m.exec(textOf(file))?.[1]);
    const index = textOf('docs/adr/README.md');

    expect(titles.filter((title) => title === undefined || !index.includes(title))).toEqual([]);
  });

  it('name every deployment parameter', () => {
    const parameters = /interface DeploymentParameters \{([^]*?)\n\}/.exec(
      textOf('packages/infra/src/parameters.ts'),
    )?.[1];
    const names = Array.from(parameters?.matchAll(/readonly (\w+):/g) ?? [], ([, name]) => name);
    const text = textOf('docs/deploying.md');

    expect(names).toContain('stage');
    expect(names.filter((name) => !text.includes(`| \`${name}\``))).toEqual([]);
  });

  it('name every option of the local platform', () => {
    const main = textOf('packages/local/src/cli/main.ts');
    const options = Array.from(
      main.matchAll(/'(?:-\w, )?(--[\w-]+)/g),
      ([, option = '']) => option,
    );
    const text = textOf('docs/local-platform.md');

    expect(options).toContain('--port');
    expect(options.filter((option) => !text.includes(option))).toEqual([]);
  });
});

describe('the README of a package', () => {
  const folders = [...PACKAGES, 'checks'];

  it.each(folders)('%s names every folder of its code, and only those', (folder) => {
    const files = readdirSync(new URL(`${folder}/src/`, ROOT), {
      recursive: true,
      withFileTypes: true,
    }).filter((one) => one.isFile());
    const source = new URL(`${folder}/src/`, ROOT).pathname;
    const inside = files.map(({ parentPath }) => /^[^/]+/.exec(parentPath.slice(source.length)));
    const expected = new Set(inside.flatMap((match) => (match === null ? [] : [`${match[0]}/`])));
    const rows = textOf(`${folder}/README.md`).matchAll(/^\| `([\w-]+\/)`/gm);

    expect(Array.from(rows, ([, name = '']) => name).sort()).toEqual([...expected].sort());
  });

  it.each(folders)('%s says what it may import, and how to test it', (folder) => {
    const text = textOf(`${folder}/README.md`);

    expect(text).toContain('**May import**');
    expect(text).toMatch(/\*\*Test\*\*|npm test/);
  });
});
