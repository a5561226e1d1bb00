/**
 * Runs the tests of the package in the current folder, with jest's own options:
 *
 *     npm test -- src/order -t 'part of a title'
 *
 * `--slow` runs the files that end with `.slow.test.ts`, which are left out otherwise.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const jest = join(
  dirname(createRequire(import.meta.url).resolve('jest/package.json')),
  'bin/jest.js',
);

const args = process.argv.slice(2);
const slow = args.includes('--slow');
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules', // jest runs native ES modules by it
    '--disable-warning=ExperimentalWarning',
    jest,
    ...['--config', join(ROOT, 'jest.config.mjs'), '--rootDir', '.'],
    ...args.filter((arg) => arg !== '--slow'),
  ],
  { stdio: 'inherit', env: { ...process.env, TEST_KIND: slow ? 'slow' : 'fast' } },
);
process.exit(status ?? 1);
