import { describe, expect, it } from '@jest/globals';

import { CleanUp } from './clean-up.js';
import { Output } from './cli/output.js';

function aCleanUp() {
  const written: string[] = [];
  const cleanUp = new CleanUp(new Output({ write: (text) => written.push(text) }));
  return { cleanUp, printed: () => written.join('') };
}

async function failAs(name: string): Promise<never> {
  throw Object.assign(new Error('no'), { name });
}

describe('cleaning up', () => {
  it('undoes what was made, the latest first', async () => {
    const { cleanUp, printed } = aCleanUp();
    const undone: string[] = [];
    cleanUp.add('a rule', 'delete-rule', async () => void undone.push('rule'));
    cleanUp.add('a target', 'remove-target', async () => void undone.push('target'));

    expect(await cleanUp.run()).toBe(true);

    expect(undone).toEqual(['target', 'rule']);
    expect(printed()).toBe('  ✓ a target: gone\n  ✓ a rule: gone\n');
    expect(cleanUp.left).toEqual([]);
  });

  it('forgets what a service refused to make, and keeps what it may have made', async () => {
    const { cleanUp } = aCleanUp();
    const makings = ['AccessDeniedException', 'TimeoutError'].map(async (name) =>
      cleanUp.make(
        name,
        'delete',
        async () => failAs(name),
        async () => {},
      ),
    );
    await Promise.allSettled(makings);

    expect(cleanUp.left).toEqual(['TimeoutError:\n      delete']);
  });

  it('goes on where one thing cannot be undone, and tells what to type', async () => {
    const { cleanUp, printed } = aCleanUp();
    const undone: string[] = [];
    cleanUp.add('a rule', 'delete-rule', async () => void undone.push('rule'));
    cleanUp.add('a queue', 'delete-queue', async () => Promise.reject(new Error('denied')));

    expect(await cleanUp.run()).toBe(false);

    expect(undone).toEqual(['rule']);
    expect(printed()).toContain('✗ a queue is left behind (denied)');
    expect(cleanUp.left).toEqual(['a queue:\n      delete-queue']);
  });
});
