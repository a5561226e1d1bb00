import { QUEUE_NAMES, topology } from '@snacks/handlers';

import { estimateMonth, totalOf } from '../cost/cost.js';
import type { Deployment } from '../deployment.js';
import { MEASURED } from '../cost/figures.js';
import { PRICES_DATE } from '../cost/prices.js';
import type { StageResources } from '../cost/stage-resources.js';

export interface SummaryOptions {
  readonly deployment: Deployment;
  /** The stack's outputs; `undefined` if they were not read. */
  readonly outputs: ReadonlyMap<string, string> | undefined;
  /** What the stage has independently of its orders. */
  readonly resources: StageResources;
  /** The parameters as typed: `-c`, `stage=test`, … */
  readonly contextArguments: readonly string[];
}

const LOADS = [10_000, 1_000_000];

/** The summary for the operator, line by line. */
export function summarise({
  deployment,
  outputs,
  resources,
  contextArguments,
}: SummaryOptions): readonly string[] {
  const [deadLetters] = QUEUE_NAMES.flatMap((name) => {
    const { redrive } = topology.queues[name];
    return redrive === undefined ? [] : [deployment.queueName(redrive.deadLetterQueue)];
  });
  const flags = contextArguments.length === 0 ? '' : ` ${contextArguments.join(' ')}`;
  const perMonth = LOADS.map((ordersPerMonth) => {
    const total = totalOf(estimateMonth({ ordersPerMonth, usage: MEASURED, resources }));
    return `$${total.toFixed(2)} at ${ordersPerMonth.toLocaleString('en')} orders`;
  });
  return [
    ...(outputs === undefined
      ? []
      : [
          `  endpoint   ${outputs.get('ApiEndpoint') ?? 'not in the outputs of the stack'}`,
          `  dashboard  ${outputs.get('DashboardUrl') ?? 'none in this stage (-c monitoring=full)'}`,
        ]),
    `  a month    ${perMonth.join(', ')} (list prices of ${PRICES_DATE} in us-east-1, without data at rest, traffic and users)`,
    `  watch      aws logs tail ${deployment.logGroupName('order-processor')} --follow`,
    `  redrive    aws sqs start-message-move-task --source-arn "$(aws sqs get-queue-attributes --queue-url "$(aws sqs get-queue-url --queue-name ${deadLetters} --query QueueUrl --output text)" --attribute-names QueueArn --query Attributes.QueueArn --output text)"`,
    `  roll back  git switch --detach <previous revision> && npm ci && npm run ship --${flags}`,
    `  destroy    npx cdk destroy ${deployment.stackName}${flags}`,
    '  more       docs/runbook.md',
  ];
}
