/**
 * Writes every generated document: runs the tests that compare one with the code, and lets them write it.
 * These are the tests with `docs:update` in their title. The packages have to be built before.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The test files of a package that write documents. */
function writersIn(name) {
  const folders = ['src', 'test'].map((folder) => `packages/${name}/${folder}/`);
  return folders
    .flatMap((folder) =>
      readdirSync(`${ROOT}${folder}`, { recursive: true }).map((file) => `${folder}${file}`),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => readFileSync(`${ROOT}${file}`, 'utf8').includes('docs:update'));
}

/** Runs the writers of a package by one of its test scripts. */
function run(script, name, files) {
  if (files.length === 0) return;
  const jest = ['--coverage=false', '--testNamePattern', 'docs:update', ...files];
  const { status } = spawnSync(
    'npm',
    ['run', script, '--silent', '--workspace', `@snacks/${name}`, '--', ...jest],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, UPDATE_DOCS: '1' } },
  );
  if (status !== 0) process.exit(status ?? 1);
}

for (const name of ['domain', 'adapters-memory', 'handlers', 'infra']) {
  const files = writersIn(name);
  const isSlow = (file) => file.endsWith('.slow.test.ts');
  run(
    'test',
    name,
    files.filter((file) => !isSlow(file)),
  );
  run('test:slow', name, files.filter(isSlow));
}
