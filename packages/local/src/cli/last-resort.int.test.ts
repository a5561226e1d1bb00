import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MODULE = fileURLToPath(new URL('../../dist/cli/last-resort.js', import.meta.url));

describe('a process that survives faults', () => {
  it.each([
    ['throws', "setImmediate(() => { throw new Error('lost') })", 'failed that nobody caught'],
    ['rejects', "Promise.reject(new Error('lost'))", 'rejected that nobody waited for'],
  ])('reports what %s into the event loop, and goes on', async (_how, fault, what) => {
    const program = `
      import { surviveFaults } from ${JSON.stringify(MODULE)};
      surviveFaults((what, error) => {
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

  it('ends at once where the store has failed to write: what follows would be lost', async () => {
    const program = `
      import { surviveFaults } from ${JSON.stringify(MODULE)};
      surviveFaults((what) => console.log(what));
      const error = Object.assign(new Error('no space left'), { code: 'LEVEL_IO_ERROR' });
      setImmediate(() => { throw error; });
      setTimeout(() => console.log('alive'), 100);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    const printed = text(child.stdout);

    const [code]: unknown[] = await once(child, 'exit');

    expect(code).toBe(1);
    expect(await printed).toMatch(/The store takes no more writes/);
    expect(await printed).not.toContain('alive');
  });
});
