import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FUNCTION_NAMES, topology, type FunctionName } from '@snacks/handlers';
import { format } from 'oxfmt';

import { alarmsOf } from '../../../test/alarms/alarms-of.js';
import { conditionOf, lineOf, type ExpectedAlarm } from '../../../test/alarms/expected-alarm.js';
import { GUARANTEES, ROLLOUT_GUARANTEE, type Guarantee } from '../../../test/alarms/failures.js';
import { IMPLIED, PROVED, type Implied } from '../../../test/alarms/implied.js';
import { brokenAlarms } from '../../../test/alarms/mutants.js';
import { synthesised, type Synthesised } from '../../../test/synthesised.js';
import type { Monitoring } from '../../parameters.js';

/** The lines of the alarms that a stage must have. */
function expectedLines(
  stage: string,
  monitoring: Monitoring,
  guarantees: readonly Guarantee[],
): string[] {
  return guarantees
    .flatMap(({ failures }) => failures)
    .filter(({ essential }) => essential || monitoring === 'full')
    .flatMap(({ alarms }) => alarms(stage).map(lineOf))
    .sort();
}

const linesOf = (stack: Synthesised) =>
  alarmsOf(stack)
    .map(({ line }) => line)
    .sort();

const PROD = synthesised('prod');
const OF_PROD = expectedLines('prod', 'full', [...GUARANTEES, ROLLOUT_GUARANTEE]);

describe('the alarms', () => {
  it('of a stage with full monitoring are exactly those of the failures', () => {
    expect(linesOf(PROD)).toEqual(OF_PROD);
    expect(linesOf(synthesised('full'))).toEqual(expectedLines('dev', 'full', GUARANTEES));
  });

  it('of a stage with essential monitoring are exactly those of what clients are guaranteed', () => {
    expect(linesOf(synthesised('dev'))).toEqual(expectedLines('dev', 'essential', GUARANTEES));
  });

  it('are of one metric each, so that none rings twice for the same', () => {
    expect(new Set(OF_PROD).size).toBe(OF_PROD.length);
  });

  it.each(alarmsOf(PROD))('are wrong if $name is broken in any way', ({ id }) => {
    const unnoticed = Array.from(brokenAlarms(PROD, id), ({ broken, stack }) =>
      linesOf(stack).join('\n') === OF_PROD.join('\n') ? [broken] : [],
    ).flat();

    expect(unnoticed).toEqual([]);
  });
});

const ofDeadLetters = (queue: string | undefined): readonly string[] =>
  queue === undefined ? [] : [`ApproximateNumberOfMessagesVisible {QueueName=${queue}}`];

/** The metrics that show that a function does not do its work. */
function reportsOf(name: FunctionName): string[] {
  const { api, queueConsumers, streamConsumer, schedules, approvalWorkflow, queues } = topology;
  const consumed = queueConsumers.flatMap(({ queue, function: consumer }) =>
    consumer === name ? [queue] : [],
  );
  return [
    ...(api.routes.some((route) => route.function === name) ? ['AWS/ApiGateway 5xx'] : []),
    ...consumed.map((queue) => `ApproximateAgeOfOldestMessage {QueueName=${queue}}`),
    ...consumed.flatMap((queue) => ofDeadLetters(queues[queue].redrive?.deadLetterQueue)),
    ...(streamConsumer.function === name
      ? [`IteratorAge {FunctionName=${name}}`, ...ofDeadLetters(streamConsumer.deadLetterQueue)]
      : []),
    ...(Object.values(schedules).some((schedule) => schedule.function === name)
      ? [`Invocations {FunctionName=${name}}`]
      : []),
    ...ofDeadLetters(topology.functions[name].onFailure),
    ...(approvalWorkflow.functions.some((one) => one === name) ? ['ExecutionsFailed'] : []),
  ];
}

describe('a function that fails', () => {
  it.each(FUNCTION_NAMES)('rings an alarm: %s', (name) => {
    const lines = linesOf(synthesised('full'));
    const reports = reportsOf(name);

    expect(reports).not.toEqual([]);
    for (const report of reports) {
      expect(lines.filter((line) => line.includes(report))).not.toEqual([]);
    }
  });
});

const DOCUMENT = new URL('../../../../../docs/alarms.md', import.meta.url);

/** Alarms as a cell of a table: those on one metric together, with the dimension in which they differ. */
function cellOf(alarms: readonly ExpectedAlarm[]): string {
  const groups = new Map<string, ExpectedAlarm[]>();
  for (const alarm of alarms) {
    const what = `\`${alarm.metric}\` ${conditionOf(alarm)}`;
    groups.set(what, [...(groups.get(what) ?? []), alarm]);
  }
  return Array.from(groups, ([what, group]) => {
    const subjects = subjectsOf(group).filter((subject) => subject !== '');
    return subjects.length === 0 ? what : `${what}: ${subjects.join(', ')}`;
  }).join('<br>');
}

/** In what the alarms on one metric differ: the values of one dimension, or else of all. */
function subjectsOf(alarms: readonly ExpectedAlarm[]): readonly string[] {
  const names = new Set(alarms.flatMap(({ dimensions }) => Object.keys(dimensions)));
  const valuesOf = (name: string) => alarms.flatMap(({ dimensions }) => dimensions[name] ?? []);
  const [shortest] = [...names]
    .map(valuesOf)
    .filter((values) => new Set(values).size === alarms.length)
    .sort((a, b) => a.join('').length - b.join('').length);
  return (
    shortest ?? alarms.map(({ dimensions }) => Object.values(dimensions).toReversed().join('/'))
  );
}

/** The failures of a guarantee as rows, with the names of the stage dev. */
function rowsOf({ guarantee, failures }: Guarantee): string {
  const rows = failures.map(({ failure, runbook, essential, alarms }) => {
    const link = `[${runbook}](runbook.md#${runbook})`;
    return `| ${failure} | ${cellOf(alarms('dev'))} | ${essential ? 'yes' : '–'} | ${link} |`;
  });
  const header = '| how it breaks | what rings | essential | runbook |\n| --- | --- | --- | --- |';
  return `## ${guarantee}\n\n${header}\n${rows.join('\n')}`;
}

const tableOf = (first: string, second: string, rows: readonly Implied[]) =>
  [
    `| ${first} | ${second} |`,
    '| --- | --- |',
    ...rows.map(({ what, reportedBy }) => `| ${what} | ${reportedBy} |`),
  ].join('\n');

async function documentText(): Promise<string> {
  const text = `# Alarms

From each failure to the alarm that rings, and to the section of the [runbook](runbook.md) that says what to do.
Generated from \`packages/infra/test/alarms/failures.ts\` by \`npm run docs:update\`. A test compares the table with
the synthesised stack in both directions: a stage has exactly these alarms. It breaks every alarm (missing,
another metric, dimension, statistic, threshold or period, no notification) and sees the comparison fail.

An alarm rings if two of three datapoints of five minutes are bad. Those of executions and rollouts ring at the
first one, of five minutes and of one. Durations are in milliseconds, ages of messages in seconds. Each alarm reads
one metric and costs $0.10 a month: prod has ${alarmsOf(PROD).length}, dev ${alarmsOf(synthesised('dev')).length}. Dev has the *essential* ones only, and no dashboard;
\`-c monitoring=full\` gives it all. Why these: [0030](adr/0030-idle-price.md).

${[...GUARANTEES, ROLLOUT_GUARANTEE].map(rowsOf).join('\n\n')}

Only the functions that are called all the time are rolled out step by step: the rare calls of the others would
show nothing in the time that a step takes.

## What has no alarm of its own

${tableOf('what', 'reported by', IMPLIED)}

## Guarantees that no metric can show to be broken

${tableOf('guarantee', 'held by', PROVED)}
`;
  const { code } = await format('alarms.md', text, { printWidth: 100 });
  return code;
}

describe('docs/alarms.md', () => {
  it('has every failure (npm run docs:update writes it)', async () => {
    const text = await documentText();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, text);

    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });
});
