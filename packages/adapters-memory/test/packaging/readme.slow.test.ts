import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EmptyFolder, pack, packAsWritten } from '../../../domain/test/empty-folder.js';
import { commandsOf, snippetsOf } from '../../../domain/test/readme-snippets.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const SNIPPETS = snippetsOf(README);

let project: EmptyFolder;

// The project is installed by the commands of the README, so that its snippets run on what they make.
beforeAll(async () => {
  const [packing = ''] = commandsOf(README, 'npm pack');
  const [installing = ''] = commandsOf(README, 'npm install');
  project = await EmptyFolder.with(await pack('node_modules/sorted-btree'), 'module');
  project.copyAll(await packAsWritten(packing));
  await project.installAsWritten(installing);
  for (const { module, code } of SNIPPETS) project.write(`${module}.ts`, code);
  const options = { module: 'nodenext', target: 'es2023', strict: true, types: ['node'] };
  project.link('@types', 'undici-types');
  project.write('tsconfig.json', JSON.stringify({ compilerOptions: options }));
  await project.compile();
}, 60_000);

describe('the README of the repository', () => {
  const root = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');

  it.each(['npm pack', 'npm install'])('has the same command that starts with %s', (start) => {
    expect(commandsOf(root, start)).toEqual(commandsOf(README, start));
  });
});

describe('the snippets of the README, after its commands', () => {
  it.each(SNIPPETS)(
    'print the output in their comments: $title ($module)',
    async ({ module, output }) => {
      expect(output).not.toBe('');
      expect(await project.run(process.execPath, [`${module}.js`])).toBe(output);
    },
  );
});
