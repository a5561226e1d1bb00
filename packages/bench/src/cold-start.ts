import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isFields } from '@snacks/domain';
import { FUNCTION_NAMES, PinoLogger, topology, type FunctionName } from '@snacks/handlers';
import { bundleOf } from '@snacks/handlers/bundles';
import {
  FunctionProcess,
  lambdaEnvironment,
  lambdaNode,
  type ProcessOutcome,
} from '@snacks/handlers/lambda-process';
import { openDynamoDbStores, silenceNodeSupportWarning } from '@snacks/local';
import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';

import { coldStartEvents } from './setup/cold-start-events.js';
import { startEngine } from './servers/engine.js';
import { API_SETTINGS } from './setup/api-settings.js';
import { startEventBus } from './servers/event-bus.js';
import { startTopic } from './servers/topic.js';
import { startMessageQueue } from './servers/message-queue.js';

/** The first round warms up the file cache and the engine. It is not measured. */
const UNTIMED = 1;

function wholeNumber(value: string): number {
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
}

const { rounds, function: only } = new Command('bench:coldstart')
  .option('--rounds <n>', 'fresh processes for each function', wholeNumber, 30)
  .addOption(new Option('--function <name>', 'measure only this function').choices(FUNCTION_NAMES))
  .parse()
  .opts<{ rounds: number; function?: FunctionName }>();

/** The times of one fresh process, in milliseconds. */
interface ColdStart {
  /** From the start to the request for the first event: Node, modules, composition, client. */
  readonly init: number;
  /** The first event, with the first connection to each service. */
  readonly first: number;
  /** The second event: the time of a warm function. */
  readonly second: number;
}

/** A function with its deployed code, and its measurements. */
interface Contender {
  readonly name: FunctionName;
  readonly taskRoot: string;
  readonly event: () => Promise<unknown>;
  readonly starts: ColdStart[];
}

silenceNodeSupportWarning();
const node = lambdaNode();
const engine = await startEngine();
const services = await startEventBus();
const queueEndpoint = await startMessageQueue();
const environment = {
  ORDERS_TABLE_NAME: topology.tables.orders.name,
  STOCK_TABLE_NAME: topology.tables.stock.name,
  PAYMENTS_TABLE_NAME: topology.tables.payments.name,
  APPROVAL_TASKS_TABLE_NAME: topology.tables.approvalTasks.name,
  EVENT_BUS_NAME: topology.bus.name,
  APPROVAL_WORKFLOW_ARN: 'arn:aws:states:eu-central-1:000000000000:stateMachine:order-approval',
  NOTIFICATIONS_TOPIC_ARN: `arn:aws:sns:eu-central-1:000000000000:${topology.topics.notifications.name}`,
  APPROVERS_TOPIC_ARN: `arn:aws:sns:eu-central-1:000000000000:${topology.topics.approvers.name}`,
  ...topology.parameters,
  EVENT_INGESTION_QUEUE_URL: `${queueEndpoint}/000000000000/event-ingestion`,
  STREAM_DLQ_URL: `${queueEndpoint}/000000000000/order-stream-dlq`,
  OPERATOR_ACTIONS_TABLE_NAME: topology.tables.operatorActions.name,
  RESOURCE_NAMES: '{name}',
  CATALOGUE_TABLE_NAME: topology.tables.catalogue.name,
  EVENT_RECORDS_TABLE_NAME: topology.tables.eventRecords.name,
  AUTH: API_SETTINGS.authentication,
  CURSOR_KEY: API_SETTINGS.cursorKey,
  STAGE: 'bench',
  LOG_LEVEL: 'info',
  AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
  AWS_ENDPOINT_URL_SQS: queueEndpoint,
  AWS_ENDPOINT_URL_EVENTBRIDGE: services,
  AWS_ENDPOINT_URL_SFN: services, // the client accepts the same response
  AWS_ENDPOINT_URL_SNS: await startTopic(),
};
const { orders } = await openDynamoDbStores({
  endpoint: engine.endpoint,
  logger: new PinoLogger({ service: 'bench', level: 'warn' }),
});
const events = coldStartEvents(orders);
const root = mkdtempSync(join(tmpdir(), 'cold-start-'));

/** Creates a folder with one module, and returns it. */
function deploy(folder: string, code: string): string {
  const taskRoot = join(root, folder);
  mkdirSync(taskRoot);
  writeFileSync(join(taskRoot, 'index.mjs'), code);
  return taskRoot;
}

function deployBundle(name: FunctionName): string {
  const taskRoot = join(root, name);
  cpSync(bundleOf(name), taskRoot, { recursive: true });
  return taskRoot;
}

/** Deploys the compiled code without bundling: it loads its packages from `node_modules`. */
function deployUnbundled(name: FunctionName): string {
  const main = createRequire(import.meta.url).resolve('@snacks/handlers');
  const entry = join(main, '..', 'functions', name, 'handler.js');
  return deploy(`${name}-unbundled`, `export { handler } from ${JSON.stringify(entry)};`);
}

const contender = (
  name: FunctionName,
  taskRoot: string,
  event: Contender['event'] = events[name],
): Contender => ({ name, taskRoot, event, starts: [] });

const bare = contender(
  'order-creator',
  deploy('bare', 'export const handler = async () => ({});'),
  async () => ({}),
);
const names = only === undefined ? FUNCTION_NAMES : [only];
const bundled = names.map((name) => contender(name, deployBundle(name)));
const unbundled = names.map((name) => contender(name, deployUnbundled(name)));

/** Whether a function succeeded: it ran without an error and without a failed item. */
function isSuccess({ ok, body }: ProcessOutcome): boolean {
  const { statusCode = 200, batchItemFailures = [] } = isFields(body) ? body : {};
  return ok && Number(statusCode) < 300 && JSON.stringify(batchItemFailures) === '[]';
}

async function coldStart({ name, taskRoot, event }: Contender): Promise<ColdStart> {
  const [one, other] = [await event(), await event()];
  const begin = performance.now();
  const process = await FunctionProcess.start({
    node,
    taskRoot,
    environment: { ...lambdaEnvironment(name), ...environment },
    timeout: 10_000,
  });
  const started = performance.now();
  const outcome = await process.invoke(one);
  const afterFirst = performance.now();
  const again = await process.invoke(other);
  const ended = performance.now();
  await process.stop();
  if (!isSuccess(outcome) || !isSuccess(again))
    throw new Error(`${name} failed: ${process.output}`);
  return { init: started - begin, first: afterFirst - started, second: ended - afterFirst };
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}

const total = ({ init, first }: ColdStart): number => init + first;

/** The figures of a row: medians in milliseconds, and the ratio to the bare runtime. */
function figures({ starts }: Contender): readonly string[] {
  const median = (of: (start: ColdStart) => number) => percentile(starts.map(of), 0.5);
  return [
    median(({ init }) => init).toFixed(1),
    median(({ first }) => first).toFixed(1),
    median(({ second }) => second).toFixed(1),
    median(total).toFixed(1),
    percentile(starts.map(total), 0.9).toFixed(1),
    (median(total) / percentile(bare.starts.map(total), 0.5)).toFixed(2),
  ];
}

function sizes(file: string): readonly string[] {
  const code = readFileSync(file);
  return [code.length, gzipSync(code).length].map((bytes) => (bytes / 1_024).toFixed(0));
}

const contenders = [bare, ...bundled, ...unbundled];
for (let round = 0; round < rounds + UNTIMED; round += 1) {
  process.stderr.write(`\rround ${round + 1} of ${rounds + UNTIMED}`);
  for (const one of round % 2 === 0 ? contenders : contenders.toReversed()) {
    const start = await coldStart(one);
    if (round >= UNTIMED) one.starts.push(start);
  }
}
process.stderr.write('\n');

const table = new Table({
  head: ['', 'KB', 'gzip', 'init', 'first', 'second', 'init + first', 'p90', 'to bare'],
  colAligns: ['left', ...Array.from({ length: 8 }, () => 'right' as const)],
  style: { head: [], border: [] },
});
table.push(['bare runtime', '', '', ...figures(bare)]);
for (const one of bundled) {
  table.push([one.name, ...sizes(join(one.taskRoot, 'index.mjs')), ...figures(one)]);
}
for (const one of unbundled) table.push([`${one.name}, unbundled`, '', '', ...figures(one)]);
process.stdout.write(
  `${rounds} fresh processes each, Node ${node.version}. Medians in ms; p90 is of init + first.\n` +
    `${table.toString()}\n`,
);
rmSync(root, { recursive: true });
engine.stop();
process.exit(0);
