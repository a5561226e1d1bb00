import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DescribeStacksCommand, type CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { LambdaClient } from '@aws-sdk/client-lambda';

import { DELETION_PROTECTION } from '../names.js';
import type { DeploymentParameters } from '../parameters.js';
import { deployArguments, ROOT, type Cdk } from './cdk.js';
import { run } from './command.js';
import type { Deployment } from './deployment.js';
import type { Output } from './cli/output.js';
import { query, reasonOf } from './preflight/query.js';
import { RolloutProgress } from './rollout/rollout-progress.js';
import { rolledBackReleases } from './rollout/rollout-failures.js';
import { ShipError } from './cli/ship-error.js';

export interface DeployOptions {
  readonly cdk: Cdk;
  readonly deployment: Deployment;
  readonly parameters: Pick<DeploymentParameters, 'rollout' | 'retainData'>;
  /** Which changes are asked about. */
  readonly approval: string;
  readonly account: {
    readonly cloudFormation: CloudFormationClient;
    readonly codeDeploy: CodeDeployClient;
    readonly lambda: LambdaClient;
  };
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** How often the course of a rollout is looked at, in milliseconds. */
const POLL_INTERVAL = 5_000;

/**
 * Deploys what was synthesised, shows how releases take traffic, and protects data from deletion once
 * it is in use.
 *
 * @throws {ShipError} where it is not deployed, or where a rollout was taken back.
 */
export async function deploy(options: DeployOptions): Promise<void> {
  const { output, deployment, parameters } = options;
  output.step('Deployment');
  const since = new Date();
  const isDeployed = await deployFollowed(options);
  if (!isDeployed) throw await failureOf(options, since);
  output.passed(`${deployment.stackName} is deployed`);
  if (parameters.retainData) await protectData(options);
}

async function deployFollowed(options: DeployOptions): Promise<boolean> {
  const { parameters, account, deployment, output } = options;
  if (parameters.rollout === 'AllAtOnce') return runCdk(options);
  const progress = await RolloutProgress.begin({ lambda: account.lambda, deployment, output });
  const end = new AbortController();
  const following = progress?.follow(POLL_INTERVAL, end.signal);
  const isDeployed = await runCdk(options);
  end.abort();
  await following;
  await progress?.look();
  return isDeployed;
}

/** Whether CDK has deployed the stack. */
async function runCdk(
  { cdk, deployment, approval, signal }: DeployOptions,
  parameters: readonly string[] = [],
): Promise<boolean> {
  const { stackName } = deployment;
  const { exitCode } = await run(
    process.execPath,
    [cdk.program, ...deployArguments(stackName, approval), ...parameters],
    { cwd: ROOT, signal, output: 'print' },
  );
  if (signal.aborted) {
    throw new ShipError(
      'Broken off while deploying: what CloudFormation has begun, it goes on with by itself.',
      [watch(stackName), `aws cloudformation cancel-update-stack --stack-name ${stackName}`],
    );
  }
  return exitCode === 0;
}

function watch(stackName: string): string {
  return `aws cloudformation describe-stack-events --stack-name ${stackName} --max-items 20`;
}

/** Why the stack is not deployed: the rollouts that were taken back, where there are such. */
async function failureOf(
  { account, parameters, deployment, output }: DeployOptions,
  since: Date,
): Promise<ShipError> {
  const { stackName } = deployment;
  const general = new ShipError(
    `${stackName} could not be deployed; CloudFormation rolls it back.`,
    [watch(stackName), 'docs/runbook.md#roll-back'],
  );
  if (parameters.rollout === 'AllAtOnce') return general;
  const reasons = await query('codedeploy:ListDeployments', async () =>
    rolledBackReleases(account.codeDeploy, deployment, since),
  );
  if (!reasons.ok) {
    output.unchecked(`whether a rollout was taken back could not be asked (${reasonOf(reasons)})`);
    return general;
  }
  if (reasons.value.length === 0) return general;
  for (const reason of reasons.value) output.failed(reason);
  return new ShipError(
    `A rollout was taken back, and CloudFormation rolls ${stackName} back: the version before is live.`,
    [watch(stackName), 'docs/runbook.md#rollout'],
  );
}

/**
 * Switches on that data can't be deleted, after the first success: what is protected cannot be rolled
 * back. CloudFormation keeps the value from then on.
 */
async function protectData(options: DeployOptions): Promise<void> {
  const { account, deployment, output } = options;
  const { stackName } = deployment;
  const command = `npx cdk deploy ${stackName} --parameters ${DELETION_PROTECTION}=true`;
  const isProtected = await query('cloudformation:DescribeStacks', async () => {
    const { Stacks = [] } = await account.cloudFormation.send(
      new DescribeStacksCommand({ StackName: stackName }),
    );
    return (Stacks[0]?.Parameters ?? []).some(
      ({ ParameterKey, ParameterValue }) =>
        ParameterKey === DELETION_PROTECTION && ParameterValue === 'true',
    );
  });
  if (isProtected.ok && isProtected.value) return;
  if (!isProtected.ok) {
    output.unchecked(
      `whether data is protected from deletion could not be asked (${reasonOf(isProtected)}): it is switched on again`,
    );
  }
  if (!(await runCdk(options, ['--parameters', `${DELETION_PROTECTION}=true`]))) {
    throw new ShipError(`${stackName} is deployed, and its data is not protected from deletion.`, [
      command,
    ]);
  }
  output.passed('tables and user pool are protected from deletion');
}
