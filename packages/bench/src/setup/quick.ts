import { Command } from 'commander';

/**
 * Whether the option `--quick` is set. The benchmark then runs with few repetitions, to check that it
 * works. Its figures mean nothing.
 */
export function isQuick(name: string): boolean {
  const command = new Command(name).option(
    '--quick',
    'check that the benchmark runs; its figures mean nothing',
    false,
  );
  return command.parse().opts<{ quick: boolean }>().quick;
}
