import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../../dist/deploy/capacity/main.js', import.meta.url));

function runCapacity(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('npm run capacity', () => {
  it('prints the plan for a rate, with the parameters that are given', () => {
    const { status, stdout } = runCapacity('--rate', '200', '-c', 'apiRate=150');

    expect(status).toBe(0);
    expect(stdout).toContain('throttle of POST /orders, 150 orders a second');
    expect(stdout).toContain('-c apiRate=200');
  });

  it('prints the plan as JSON', () => {
    const { stdout } = runCapacity('--rate', '100000', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ rate: 100_000, first: expect.any(String) });
  });

  it.each([
    ['no rate', [], "required option '--rate <orders>' not specified"],
    ['a rate that is no number', ['--rate', 'many'], 'It must be a number of orders per second'],
    ['a rate of nothing', ['--rate', '0'], 'above 0'],
    ['an unknown parameter', ['--rate', '1', '-c', 'stgae=x'], 'stgae sets no ceiling.'],
    ['an unknown kind of stage', ['--rate', '1', '--stage', 'x'], 'Allowed choices are dev, prod.'],
  ])('refuses %s, and says what is valid', (_what, args, message) => {
    const { status, stderr } = runCapacity(...args);

    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});
