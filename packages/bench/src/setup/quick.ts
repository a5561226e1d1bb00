import { Command } from 'commander';

/**
 * Whether a benchmark is to be run with so few repetitions that it shows only that it runs: `--quick`.
 * Its figures mean nothing then.
 */
export function isQuick(name: string): boolean {
  const command = new Command(name).option(
    '--quick',
    'show that it runs, and measure nothing',
    false,
  );
  return command.parse().opts<{ quick: boolean }>().quick;
}
