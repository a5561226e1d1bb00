import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MODULE = fileURLToPath(new URL('../../dist/cli/uncaught-errors.js', import.meta.url));

describe('a process with uncaught errors', () => {
  it.each([
    ['throws', "setImmediate(() => { throw new Error('lost') })", 'An exception was not caught'],
    ['rejects', "Promise.reject(new Error('lost'))", 'The rejection of a promise was not handled'],
  ])('reports code that %s in the event loop, and continues', async (_how, fault, what) => {
    const program = `
      import { handleUncaughtErrors } from ${JSON.stringify(MODULE)};
      handleUncaughtErrors((what, error) => {
        console.log(what, error.message);
        setImmediate(() => console.log('alive'));
      });
      ${fault};`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    const printed = text(child.stdout);

    const [code]: unknown[] = await once(child, 'exit');

    expect(await printed).toMatch(new RegExp(`${what}.* lost\nalive`));
    expect(code).toBe(0);
  });

  it('ends at once after a failed write of the store: later writes would be lost', async () => {
    const program = `
      import { handleUncaughtErrors } from ${JSON.stringify(MODULE)};
      handleUncaughtErrors((what) => console.log(what));
      const error = Object.assign(new Error('no space left'), { code: 'LEVEL_IO_ERROR' });
      setImmediate(() => { throw error; });
      setTimeout(() => console.log('alive'), 100);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    const printed = text(child.stdout);

    const [code]: unknown[] = await once(child, 'exit');

    expect(code).toBe(1);
    expect(await printed).toMatch(/The store failed to write/);
    expect(await printed).not.toContain('alive');
  });
});
