/**
 * Installs Chromium for the console's tests on Debian and Ubuntu, if there is none. On another system
 * it says what to do. With CHROMIUM_PATH set, the tests use that browser.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const found = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
if (found !== undefined) {
  process.stdout.write(`The console's tests use ${found}.\n`);
  process.exit(0);
}
if (!existsSync('/usr/bin/apt-get')) {
  process.stderr.write('Install Chromium or Chrome, and set CHROMIUM_PATH to its program.\n');
  process.exit(1);
}
const isRoot = process.getuid?.() === 0;
for (const args of [
  ['update'],
  ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation'],
]) {
  const command = isRoot ? ['apt-get', ...args] : ['sudo', 'apt-get', ...args];
  const { status } = spawnSync(command[0] ?? '', command.slice(1), { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
