import { randomBytes } from 'node:crypto';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import {
  DescribeStacksCommand,
  type CloudFormationClient,
  type Parameter,
} from '@aws-sdk/client-cloudformation';
import type { LambdaClient } from '@aws-sdk/client-lambda';

import { CURSOR_KEY, DELETION_PROTECTION } from '../names.js';
import type { DeploymentParameters } from '../parameters.js';
import { deployArguments, ROOT, type Cdk } from './cdk.js';
import { run } from './command.js';
import type { Deployment } from './deployment.js';
import type { Output } from './cli/output.js';
import { query, reasonOf, type QueryResult } from './preflight/query.js';
import { RolloutProgress } from './rollout/rollout-progress.js';
import { rolledBackReleases } from './rollout/rollout-failures.js';
import { ShipError } from './cli/ship-error.js';

export interface DeployOptions {
  readonly cdk: Cdk;
  readonly deployment: Deployment;
  readonly parameters: Pick<DeploymentParameters, 'rollout' | 'retainData'>;
  /** Which changes need a confirmation: a value of CDK's `--require-approval`. */
  readonly approval: string;
  readonly account: {
    readonly cloudFormation: CloudFormationClient;
    readonly codeDeploy: CodeDeployClient;
    readonly lambda: LambdaClient;
  };
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** The pause between two polls of a rollout's progress, in milliseconds. */
const POLL_INTERVAL = 5_000;

/**
 * Deploys the synthesised stack, prints how traffic moves to the new versions, and protects data from
 * deletion after the first success. The first deployment gets a new key for cursors.
 *
 * @throws {ShipError} if the deployment fails, or if a rollout is rolled back.
 */
export async function deploy(options: DeployOptions): Promise<void> {
  const { output, deployment, parameters } = options;
  output.step('Deployment');
  const since = new Date();
  const isDeployed = await deployWithProgress(options, await cursorKey(options));
  if (!isDeployed) throw await failureOf(options, since);
  output.passed(`${deployment.stackName} is deployed`);
  if (parameters.retainData) await protectData(options);
}

async function deployWithProgress(
  options: DeployOptions,
  extraArguments: readonly string[],
): Promise<boolean> {
  const { parameters, account, deployment, output } = options;
  if (parameters.rollout === 'AllAtOnce') return runCdk(options, extraArguments);
  const progress = await RolloutProgress.begin({ lambda: account.lambda, deployment, output });
  const end = new AbortController();
  const following = progress?.follow(POLL_INTERVAL, end.signal);
  const isDeployed = await runCdk(options, extraArguments);
  end.abort();
  await following;
  await progress?.poll();
  return isDeployed;
}

/** Returns whether CDK deployed the stack. */
async function runCdk(
  { cdk, deployment, approval, signal }: DeployOptions,
  extraArguments: readonly string[] = [],
): Promise<boolean> {
  const { stackName } = deployment;
  const { exitCode } = await run(
    process.execPath,
    [cdk.program, ...deployArguments(stackName, approval), ...extraArguments],
    { cwd: ROOT, signal, output: 'print' },
  );
  if (signal.aborted) {
    throw new ShipError(
      'Interrupted during the deployment. CloudFormation continues it in the background.',
      [watchCommand(stackName), `aws cloudformation cancel-update-stack --stack-name ${stackName}`],
    );
  }
  return exitCode === 0;
}

/** The bytes of a key for cursors: as many as its signatures have. */
const CURSOR_KEY_BYTES = 32;

/** The arguments that set a new key for cursors, or none: CloudFormation keeps the key of a stage. */
async function cursorKey(options: DeployOptions): Promise<readonly string[]> {
  const deployed = await deployedParameters(options);
  if (deployed.ok && deployed.value.some(({ ParameterKey }) => ParameterKey === CURSOR_KEY)) {
    return [];
  }
  if (!deployed.ok) {
    options.output.unchecked(
      `could not check whether the stage has a key for cursors (${reasonOf(deployed)}): it gets a new one, and clients begin their listings again`,
    );
  }
  return ['--parameters', `${CURSOR_KEY}=${randomBytes(CURSOR_KEY_BYTES).toString('hex')}`];
}

/** The states of a stack that CDK updates. It creates a stack in any other state anew. */
const UPDATED = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE/;

/** The parameters of the deployed template; none if there is no stack to update. */
async function deployedParameters({
  account,
  deployment: { stackName },
}: DeployOptions): Promise<QueryResult<readonly Parameter[]>> {
  return query('cloudformation:DescribeStacks', async () => {
    try {
      const { Stacks: [stack] = [] } = await account.cloudFormation.send(
        new DescribeStacksCommand({ StackName: stackName }),
      );
      return UPDATED.test(stack?.StackStatus ?? '') ? (stack?.Parameters ?? []) : [];
    } catch (error) {
      // CloudFormation has no error code of its own for this.
      if (error instanceof Error && error.message.includes('does not exist')) return [];
      throw error;
    }
  });
}

function watchCommand(stackName: string): string {
  return `aws cloudformation describe-stack-events --stack-name ${stackName} --max-items 20`;
}

/** Why the stack is not deployed: prints each rollout that was rolled back. */
async function failureOf(
  { account, parameters, deployment, output }: DeployOptions,
  since: Date,
): Promise<ShipError> {
  const { stackName } = deployment;
  const general = new ShipError(
    `The deployment of ${stackName} failed. CloudFormation rolls it back.`,
    [watchCommand(stackName), 'docs/runbook.md#roll-back'],
  );
  if (parameters.rollout === 'AllAtOnce') return general;
  const reasons = await query('codedeploy:ListDeployments', async () =>
    rolledBackReleases(account.codeDeploy, deployment, since),
  );
  if (!reasons.ok) {
    output.unchecked(`could not check whether a rollout was rolled back (${reasonOf(reasons)})`);
    return general;
  }
  if (reasons.value.length === 0) return general;
  for (const reason of reasons.value) output.failed(reason);
  return new ShipError(
    `A rollout was rolled back, and CloudFormation rolls ${stackName} back: the previous version is live.`,
    [watchCommand(stackName), 'docs/runbook.md#rollout'],
  );
}

/**
 * Switches deletion protection on after the first success. During the first deployment it must be off,
 * because a rollback cannot delete protected resources. CloudFormation keeps the value from then on.
 */
async function protectData(options: DeployOptions): Promise<void> {
  const { deployment, output } = options;
  const { stackName } = deployment;
  const command = `npx cdk deploy ${stackName} --parameters ${DELETION_PROTECTION}=true`;
  const deployed = await deployedParameters(options);
  const isProtected =
    deployed.ok &&
    deployed.value.some(
      ({ ParameterKey, ParameterValue }) =>
        ParameterKey === DELETION_PROTECTION && ParameterValue === 'true',
    );
  if (isProtected) return;
  if (!deployed.ok) {
    output.unchecked(
      `could not check whether data is protected from deletion (${reasonOf(deployed)}): the protection is switched on again`,
    );
  }
  if (!(await runCdk(options, ['--parameters', `${DELETION_PROTECTION}=true`]))) {
    throw new ShipError(`${stackName} is deployed, but its data is not protected from deletion.`, [
      command,
    ]);
  }
  output.passed('the tables and the user pool are protected from deletion');
}
