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
  it('removes everything, the latest first', async () => {
    const { cleanUp, printed } = aCleanUp();
    const removed: string[] = [];
    cleanUp.add('a rule', 'delete-rule', async () => void removed.push('rule'));
    cleanUp.add('a target', 'remove-target', async () => void removed.push('target'));

    expect(await cleanUp.run()).toBe(true);

    expect(removed).toEqual(['target', 'rule']);
    expect(printed()).toBe('  ✓ a target: removed\n  ✓ a rule: removed\n');
    expect(cleanUp.remaining).toEqual([]);
  });

  it('forgets what a service refused to create, and keeps what it may have created', async () => {
    const { cleanUp } = aCleanUp();
    const attempts = ['AccessDeniedException', 'TimeoutError'].map(async (name) =>
      cleanUp.create(
        name,
        'delete',
        async () => failAs(name),
        async () => {},
      ),
    );
    await Promise.allSettled(attempts);

    expect(cleanUp.remaining).toEqual(['TimeoutError:\n      delete']);
  });

  it('continues if a removal fails, and prints the command for it', async () => {
    const { cleanUp, printed } = aCleanUp();
    const removed: string[] = [];
    cleanUp.add('a rule', 'delete-rule', async () => void removed.push('rule'));
    cleanUp.add('a queue', 'delete-queue', async () => Promise.reject(new Error('denied')));

    expect(await cleanUp.run()).toBe(false);

    expect(removed).toEqual(['rule']);
    expect(printed()).toContain('✗ could not remove a queue (denied)');
    expect(cleanUp.remaining).toEqual(['a queue:\n      delete-queue']);
  });
});
