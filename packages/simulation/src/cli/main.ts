import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Story } from '@snacks/console';
import { serveConsole, silenceNodeSupportWarning } from '@snacks/local';

import { STORE_NAMES, type StoreName } from '../world/batch.js';
import { runCampaign, type Progress } from './campaign.js';
import { FAULTS, type Fault } from '../world/faults.js';
import { MUTANTS } from '../mutants/all-mutants.js';
import { INVARIANTS } from '../checkers/invariants.js';
import { toSteps } from './story.js';
import { coverageReport, violationReport } from './report.js';
import { runSimulation, type SimulationOptions } from '../world/simulation-run.js';
import { shrink, type Shrunk } from '../world/shrink.js';

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly faults: readonly Fault[];
  readonly workers: number;
  readonly mutant?: string;
  readonly store: StoreName;
  readonly open: boolean;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It must be a whole number, 1 or more.');
}

function faultList(text: string): readonly Fault[] {
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const fault = FAULTS.find((one) => one === name.trim());
    if (fault !== undefined) return fault;
    throw new InvalidArgumentError(`The faults are: ${FAULTS.join(', ')}. For no faults: none.`);
  });
}

function mutantName(text: string): string {
  if (MUTANTS.some(({ name }) => name === text)) return text;
  const names = MUTANTS.map(({ name }) => `  ${name}`).join('\n');
  throw new InvalidArgumentError(`The mutants are:\n${names}`);
}

const program = new Command('simulate')
  .description('Runs the whole system under many seeds and checks its invariants.')
  .addOption(new Option('--seeds <n>', 'number of seeds').argParser(wholeNumber).default(20_000))
  .addOption(new Option('--from <seed>', 'first seed').argParser(wholeNumber).default(1))
  .addOption(
    new Option('--seed <seed>', 'this seed alone')
      .argParser(wholeNumber)
      .conflicts(['seeds', 'from']),
  )
  .addOption(
    new Option('--faults <names>', 'faults that may occur, separated by commas, or none')
      .argParser(faultList)
      .default(FAULTS, 'all'),
  )
  .addOption(
    new Option('--workers <n>', 'number of processes')
      .argParser(wholeNumber)
      .default(availableParallelism()),
  )
  .addOption(
    new Option(
      '--mutant <name>',
      'adds a bug, which an invariant catches; an unknown name prints the names',
    ).argParser(mutantName),
  )
  .addOption(
    new Option('--store <name>', 'where the orders are stored')
      .choices(STORE_NAMES)
      .default('memory'),
  );

program.option(
  '--open',
  'show the run of the first seed, or the shortest failing one, as a page',
  false,
);

silenceNodeSupportWarning(); // in the worker processes, too: they inherit the environment
process.exitCode = await simulate(parsedOptions());

function parsedOptions(): Options {
  const options = program.parse().opts<Options & { readonly seed?: number }>();
  return options.seed === undefined ? options : { ...options, from: options.seed, seeds: 1 };
}

async function simulate(options: Options): Promise<number> {
  if (options.open) return showRun(options);
  const { seeds, from, faults, mutant, store } = options;
  const result = await runCampaign({ ...options, onProgress: showProgress(seeds) });
  print(`${coverageReport(result.coverage)}\n\n${summary(result)}`);
  if (result.broken === undefined) {
    print(`No invariant was broken by the seeds ${from} to ${from + seeds - 1}.`);
    return 0;
  }
  const { seed } = result.broken;
  const bug = MUTANTS.find(({ name }) => name === mutant);
  const failing = { seed, faults: new Set(faults), mutant: bug };
  const shrunk = store === 'memory' ? await shrink(failing) : await onDynamoDb(failing);
  print(violationReport(seed, replayOf(seed, options), shrunk));
  return 1;
}

/**
 * Serves one run as a page until Ctrl-C: of the first seed that breaks an invariant, shortened, or else of
 * the first seed.
 */
async function showRun(options: Options): Promise<number> {
  const { from, faults, mutant: name } = options;
  const mutant = MUTANTS.find((one) => one.name === name);
  const failing = mutant && (await runCampaign({ ...options, onProgress: () => {} })).broken;
  const run = { seed: failing?.seed ?? from, faults: new Set(faults), mutant };
  const { broken, timeline } = failing
    ? (await shrink(run)).outcome
    : await runSimulation({ ...run, keepTimeline: true });
  const story: Story = {
    seed: run.seed,
    ...(name !== undefined && { mutant: name }),
    ...(broken !== undefined && {
      broken: { invariant: INVARIANTS[broken.invariant], message: broken.message },
    }),
    replay: replayOf(run.seed, options),
    steps: toSteps(timeline),
  };
  const { url, close } = await serveConsole(
    { place: 'simulation', storage: 'in this run', auth: false, features: [] },
    { '/simulation.json': story },
  );
  if (story.broken !== undefined) print(`The run breaks an invariant: ${story.broken.invariant}`);
  print(`Seed ${run.seed}: ${story.steps.length} steps, on ${url} until Ctrl-C.`);
  await once(process, 'SIGINT');
  await close();
  return 0;
}

/** Runs the seed once on a new database and does not shrink the run: that needs many runs of a seed. */
async function onDynamoDb(failing: SimulationOptions): Promise<Shrunk> {
  const { openDynamoDbBackend } = await import('../world/dynamodb-backend.js'); // slow to load
  const backend = await openDynamoDbBackend();
  const outcome = await runSimulation({ ...failing, backend, keepTimeline: true });
  await backend.close();
  return { outcome, leftOut: new Set() };
}

function replayOf(seed: number, { faults, mutant, store }: Options): string {
  const faultsOption =
    faults.length === FAULTS.length ? '' : ` --faults '${faults.join(',') || 'none'}'`;
  const storeOption = store === 'memory' ? '' : ` --store ${store}`;
  const mutantOption = mutant === undefined ? '' : ` --mutant '${mutant}'`;
  return `npm run simulate -- --seed ${seed}${faultsOption}${mutantOption}${storeOption}`;
}

function summary({ done, perSecond, heapUsed }: Progress): string {
  return `${done} runs, ${Math.round(perSecond)} per second, ${megabytes(heapUsed)} MB of heap`;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

/** On a terminal, updates one line; elsewhere, writes a line every ten seconds. */
function showProgress(seeds: number): (progress: Progress) => void {
  const { isTTY } = process.stderr;
  const interval = isTTY ? 250 : 10_000;
  let shownAt = performance.now();
  return (progress) => {
    if (performance.now() - shownAt < interval && progress.done < seeds) return;
    shownAt = performance.now();
    process.stderr.write(
      `${isTTY ? '\r' : ''}${summary(progress)} of ${seeds}${isTTY ? '' : '\n'}`,
    );
    if (isTTY && progress.done >= seeds) process.stderr.write('\n');
  };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
