import { Command, InvalidArgumentError, Option } from 'commander';

import { MEASURED, STAGES } from '../cost/figures.js';
import { LimitsError, withLimits } from './limits.js';
import { planCapacity } from './plan.js';
import { planAsJson, reportOf } from './report.js';

const MAX_RATE = 1_000_000;

function ordersPerSecond(value: string): number {
  const rate = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (rate > 0 && rate <= MAX_RATE) return rate;
  throw new InvalidArgumentError(
    `It must be a number of orders per second above 0, up to ${MAX_RATE}.`,
  );
}

const append = (value: string, values: readonly string[]): readonly string[] => [...values, value];

interface CliOptions {
  readonly rate: number;
  readonly stage: keyof typeof STAGES;
  readonly context: readonly string[];
  readonly json: boolean;
}

const program = new Command('npm run capacity --')
  .description(
    'Says which ceiling a rate of orders meets first, what to change, and what it costs.',
  )
  .requiredOption('--rate <orders>', 'orders per second, all through the month', ordersPerSecond)
  .addOption(
    new Option('--stage <stage>', 'the kind of stage').choices(Object.keys(STAGES)).default('prod'),
  )
  .option('-c, --context <name=value>', 'a deployment parameter, such as apiRate=500', append, [])
  .option('--json', 'print the plan as JSON', false)
  .addHelpText('after', '\nExample:\n  npm run capacity -- --rate 500 -c apiRate=500');

program.action(({ rate, stage, context, json }: CliOptions, command: Command) => {
  try {
    const resources = STAGES[stage];
    const limits = withLimits(resources.limits, context);
    const plan = planCapacity(rate, MEASURED, { ...resources, limits });
    process.stdout.write(
      json ? `${JSON.stringify(planAsJson(plan), undefined, 2)}\n` : reportOf(plan),
    );
  } catch (error) {
    if (error instanceof LimitsError) command.error(`error: ${error.message}`);
    throw error;
  }
});

program.parse();
