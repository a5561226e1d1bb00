import { constants } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';

import { readParameters, ParametersError, type DeploymentParameters } from '../../parameters.js';
import { CleanUp } from '../clean-up.js';
import { Deployment } from '../deployment.js';
import { Output } from './output.js';
import { rightsOf } from '../rights.js';
import { sdkFailureOf } from '../sdk-failure.js';
import { ShipError } from './ship-error.js';
import { proveDeployment, ship, type ShipOptions } from '../ship.js';

function pair(value: string, pairs: readonly string[]): readonly string[] {
  if (/^[^=]+=/.test(value)) return [...pairs, value];
  throw new InvalidArgumentError('It must be name=value.');
}

function seconds(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

interface CliOptions {
  readonly context: readonly string[];
  readonly dryRun: boolean;
  readonly proofOnly: boolean;
  readonly printPolicy: boolean;
  readonly skipDiff: boolean;
  readonly skipProof: boolean;
  readonly skipDeadLetter: boolean;
  readonly yes: boolean;
  readonly requireApproval: string;
  readonly patience: number;
}

const program = new Command('npm run ship --')
  .description('Deploys a stage, and proves that it works.')
  .option('-c, --context <name=value>', 'set a deployment parameter, such as stage=test', pair, [])
  .addOption(
    new Option('--dry-run', 'run only the checks that change nothing; needs no account')
      .default(false)
      .conflicts('proofOnly'),
  )
  .addOption(
    new Option(
      '--proof-only',
      'only prove the deployed stage, or the local platform at AWS_ENDPOINT_URL',
    )
      .default(false)
      .conflicts('skipProof'),
  )
  .option('--print-policy', 'print the IAM policy of a role that ships this stage', false)
  .option('--skip-diff', 'do not show the diff', false)
  .option('--skip-proof', 'do not prove the deployment', false)
  .option('--skip-dead-letter', 'do not prove the dead-letter queue, which takes minutes', false)
  .option('-y, --yes', 'do not ask for confirmations: same as --require-approval never', false)
  .addOption(
    new Option('--require-approval <changes>', 'which changes need a confirmation')
      .choices(['never', 'any-change', 'broadening'])
      .default('broadening'),
  )
  .option('--patience <seconds>', 'how long the proof waits for one thing', seconds, 120);

const output = new Output(process.stdout);
const cleanUp = new CleanUp(output);
const stop = new AbortController();

/** Reads the parameters from the values of `-c`. Exits if they are invalid. */
function parametersOf(context: readonly string[], command: Command): DeploymentParameters {
  try {
    return readParameters(
      Object.fromEntries(
        context.map((text): [string, string] => {
          const at = text.indexOf('=');
          return [text.slice(0, at), text.slice(at + 1)];
        }),
      ),
    );
  } catch (error) {
    if (error instanceof ParametersError) command.error(error.message);
    throw error;
  }
}

function stopAtSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) {
        output.line('\nStopped without a clean-up. These resources may remain:');
        for (const resource of cleanUp.remaining) output.line(`    ${resource}`);
        process.exit(128 + constants.signals[signal]);
      }
      output.line(`\n${signal}: cleaning up. Repeat it to stop immediately.`);
      stop.abort();
    });
  }
}

/** Describes a failed step or call in one line. Rethrows every other error, because it is a bug. */
function describeFailure(error: unknown): string {
  if (error instanceof ShipError) return error.message;
  if (stop.signal.aborted) return 'Interrupted.';
  const { name, message } = sdkFailureOf(error) ?? {};
  if (name === undefined) throw error;
  return `A call to AWS failed: ${name}: ${message}`;
}

function printFailure(error: unknown): void {
  output.line(`\n✗ ${describeFailure(error)}`);
  const next = error instanceof ShipError ? error.next : cleanUp.remaining;
  if (next.length > 0) output.line('  Next:');
  for (const command of next) output.line(`    ${command}`);
}

program.action(
  async ({ context, proofOnly, printPolicy, yes, ...rest }: CliOptions, command: Command) => {
    const parameters = parametersOf(context, command);
    if (printPolicy) {
      const policy = { Version: '2012-10-17', Statement: rightsOf(new Deployment(parameters)) };
      process.stdout.write(`${JSON.stringify(policy, undefined, 2)}\n`);
      return;
    }
    const options: ShipOptions = {
      ...rest,
      parameters,
      contextArguments: context.flatMap((text) => ['-c', text]),
      approval: yes ? 'never' : rest.requireApproval,
      patience: rest.patience * 1_000,
      interactive: process.stdin.isTTY && process.stdout.isTTY,
      output,
      cleanUp,
      signal: stop.signal,
    };
    stopAtSignals();
    try {
      await (proofOnly ? proveDeployment(options) : ship(options));
      output.line(rest.dryRun ? '\n✓ All checks that need no account passed.' : '\n✓ Done.');
    } catch (error) {
      process.exitCode = stop.signal.aborted ? 128 + constants.signals.SIGINT : 1;
      printFailure(error);
    }
  },
);

await program.parseAsync();
