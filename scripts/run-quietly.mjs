/** Runs a command, and prints its output only if the command fails. */
import { spawnSync } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const { status, error, stdout, stderr } = spawnSync(command, args, {
  encoding: 'utf8',
  maxBuffer: 64 * 1_024 * 1_024,
  shell: process.platform === 'win32', // npm's commands are scripts there
});
if (status !== 0) {
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error === undefined ? '' : `${error}\n`}`);
  process.exit(status ?? 1);
}
