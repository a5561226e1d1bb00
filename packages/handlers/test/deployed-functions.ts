import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundleOf } from '../src/bundle/build/bundle-of.js';
import { FunctionProcess } from '../src/bundle/run/function-process.js';
import { lambdaEnvironment } from '../src/bundle/run/lambda-environment.js';
import { lambdaNode } from '../src/bundle/run/lambda-node.js';
import type { ProcessOutcome } from '../src/bundle/run/runtime-api.js';
import {
  environmentOf,
  topology,
  type EnvironmentName,
  type FunctionName,
} from '../src/topology/topology.js';

/** The Node.js that the functions run on. */
export const NODE = lambdaNode();

const VALUES: Readonly<Record<EnvironmentName, string>> = {
  ORDERS_TABLE_NAME: topology.tables.orders.name,
  STOCK_TABLE_NAME: topology.tables.stock.name,
  PAYMENTS_TABLE_NAME: topology.tables.payments.name,
  NOTIFICATIONS_TOPIC_ARN: `arn:aws:sns:eu-central-1:123456789012:${topology.topics.notifications.name}`,
  ...topology.parameters,
  PAYMENT_RULES: '[{"when":{"amount":6.66},"reaction":"decline"}]',
  APPROVAL_TASKS_TABLE_NAME: topology.tables.approvalTasks.name,
  EVENT_BUS_NAME: topology.bus.name,
  APPROVAL_WORKFLOW_ARN: `arn:aws:states:eu-central-1:123456789012:stateMachine:${topology.approvalWorkflow.name}`,
  APPROVERS_TOPIC_ARN: `arn:aws:sns:eu-central-1:123456789012:${topology.topics.approvers.name}`,
  EVENT_INGESTION_QUEUE_URL: 'http://127.0.0.1:1/000000000000/event-ingestion',
  STREAM_DLQ_URL: 'http://127.0.0.1:1/000000000000/order-stream-dlq',
  OPERATOR_ACTIONS_TABLE_NAME: topology.tables.operatorActions.name,
  RESOURCE_NAMES: '{name}',
  CATALOGUE_TABLE_NAME: topology.tables.catalogue.name,
  EVENT_RECORDS_TABLE_NAME: topology.tables.eventRecords.name,
  AUTH: 'open',
  CURSOR_KEY: 'a key of thirty-two characters...',
  STAGE: 'test',
  LOG_LEVEL: 'info',
};

/** The variables that the stack sets for a function. */
export function stackEnvironment(name: FunctionName): Readonly<Record<string, string>> {
  return Object.fromEntries(environmentOf(name).map((variable) => [variable, VALUES[variable]]));
}

/**
 * Functions as they are deployed: each bundle is alone in a folder and runs in a separate process. The
 * environment has the variables of the stack and of Lambda, and the endpoints of the local services.
 */
export class DeployedFunctions {
  private readonly folders: string[] = [];
  private readonly processes = new Map<FunctionName, FunctionProcess>();

  constructor(private readonly endpoints: Readonly<Record<string, string>>) {}

  /** Runs a cold start. @throws {FunctionProcessError} if the function cannot start. */
  async start(name: FunctionName, environment = stackEnvironment(name)): Promise<FunctionProcess> {
    const taskRoot = await mkdtemp(join(tmpdir(), `${name}-`));
    this.folders.push(taskRoot);
    await cp(bundleOf(name), taskRoot, { recursive: true });
    return FunctionProcess.start({
      node: NODE,
      taskRoot,
      environment: { ...lambdaEnvironment(name), ...environment, ...this.endpoints },
      timeout: topology.functions[name].timeoutSeconds * 1_000,
    });
  }

  /** Invokes the single instance of a function. The first event starts it. */
  async invoke(name: FunctionName, event: unknown): Promise<ProcessOutcome> {
    const process = this.processes.get(name) ?? (await this.start(name));
    this.processes.set(name, process);
    return process.invoke(event);
  }

  /** The output lines of a function's instance. */
  linesOf(name: FunctionName): readonly string[] {
    return (this.processes.get(name)?.output ?? '').split('\n').filter((line) => line !== '');
  }

  async stop(): Promise<void> {
    for (const process of this.processes.values()) await process.stop();
    for (const folder of this.folders) await rm(folder, { recursive: true });
  }
}
