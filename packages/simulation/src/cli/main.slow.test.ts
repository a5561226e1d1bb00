import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Result {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

async function simulate(...args: string[]): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile('node', [MAIN, '--workers', '2', ...args], (_, output, errors) =>
      resolve({ code: child.exitCode, output, errors }),
    );
  });
}

describe('npm run simulate', () => {
  it('reports the visited cells, and that no invariant was broken', async () => {
    const { code, output } = await simulate('--seeds', '300');

    expect(output).toContain('300 runs');
    expect(output).toContain('PROCESSING complete');
    expect(output).toContain('No invariant was broken by the seeds 1 to 300.');
    expect(code).toBe(0);
  }, 60_000);

  it('reports a broken invariant with a short timeline and the command that replays it, and fails', async () => {
    const mutant = 'the payment is captured before the order has ended';

    const { code, output } = await simulate('--seeds', '300', '--from', '7', '--mutant', mutant);

    expect(output).toContain('Nothing is charged or sold before the order is PROCESSED.');
    expect(output).toMatch(/payments\.authorise [A-C][\s\S]*payments\.capture [A-C]\n/);
    expect(output).toContain('BROKEN: final-only-when-processed');
    expect(code).toBe(1);
    const [, seed = ''] = /npm run simulate -- --seed (\d+) --mutant/.exec(output) ?? [];
    const replayed = await simulate('--seed', seed, '--mutant', mutant);
    expect(timelineOf(replayed.output)).toBe(timelineOf(output));
  }, 60_000);

  it('runs on the DynamoDB adapters, and without any fault', async () => {
    const { code, output } = await simulate(
      '--seeds',
      '5',
      '--store',
      'dynamodb',
      '--faults',
      'none',
    );

    expect(output).toContain('5 runs');
    expect(code).toBe(0);
  }, 60_000);

  it.each([
    [['--seeds', '0'], 'It must be a whole number'],
    [['--faults', 'earthquake'], 'The faults are: slow, late'],
    [['--mutant', 'none'], 'The mutants are:'],
    [['--seed', '7', '--from', '3'], 'cannot be used with'],
  ])('refuses %j', async (args, message) => {
    const { code, errors } = await simulate(...args);

    expect(errors).toContain(message);
    expect(code).not.toBe(0);
  });
});

function timelineOf(output: string): string {
  return output.slice(output.indexOf('The shortest run'));
}
