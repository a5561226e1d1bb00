import { STSClient } from '@aws-sdk/client-sts';
import { FUNCTION_NAMES, reservedConcurrencyOf } from '@snacks/handlers';

import type { DeploymentParameters } from '../parameters.js';
import {
  diffArguments,
  findCdk,
  readTemplate,
  ROOT,
  synthArguments,
  templateOf,
  type Cdk,
} from './cdk.js';
import type { CleanUp } from './clean-up.js';
import { run } from './command.js';
import { countResources } from './cost/count-resources.js';
import { deploy } from './deploy.js';
import { Deployment } from './deployment.js';
import type { Output } from './cli/output.js';
import { checkAccount, type WantedConcurrency } from './preflight/account.js';
import { reasonOf } from './preflight/query.js';
import { queryAccount } from './preflight/query-account.js';
import { checkBudget } from './preflight/budget.js';
import { createAccountClients, type AccountClients } from './preflight/clients.js';
import { checkCostMonitor } from './preflight/cost-monitor.js';
import type { Finding } from './preflight/findings.js';
import { checkLeftovers } from './preflight/leftovers.js';
import { checkMail } from './preflight/mail.js';
import { checkQuotas } from './preflight/quotas.js';
import { checkTools } from './preflight/tools.js';
import { createProofClients } from './proof/clients.js';
import { prove } from './proof/prove.js';
import { refusalOf } from './cli/refusal.js';
import { ShipError } from './cli/ship-error.js';
import { readStackOutputs } from './stack-outputs.js';
import { summarise } from './cli/summary.js';

/** The options of `npm run ship`. */
export interface ShipOptions {
  readonly parameters: DeploymentParameters;
  /** The parameters as typed: `-c`, `stage=test`, … */
  readonly contextArguments: readonly string[];
  /** Runs only the checks that change nothing. They need no account. */
  readonly dryRun: boolean;
  readonly skipDiff: boolean;
  readonly skipProof: boolean;
  readonly skipDeadLetter: boolean;
  readonly approval: string;
  /** How long the proof waits for one thing, in milliseconds. */
  readonly patience: number;
  readonly interactive: boolean;
  readonly output: Output;
  readonly cleanUp: CleanUp;
  readonly signal: AbortSignal;
}

/** Concurrent requests to the API in a quiet hour. The relay has one more instance, for its batch. */
const CONCURRENT_REQUESTS = 10;

/** The pause between two polls of the proof, in milliseconds. */
const POLL_INTERVAL = 2_000;

/** The options, and the facts that the preflight found. */
interface Shipment extends ShipOptions {
  readonly account: AccountClients;
  readonly deployment: Deployment;
  readonly cdk: Cdk;
  /** `undefined` without credentials, which only a dry run accepts. */
  readonly region: string | undefined;
}

/**
 * Deploys a stage and proves it, step by step.
 *
 * @throws {ShipError} at the first step that fails.
 */
export async function ship(options: ShipOptions): Promise<void> {
  const region = await chosenRegion();
  // The identity of the caller is the same in all regions, so the preflight queries it without one.
  const account = createAccountClients({ region: region ?? 'us-east-1' });
  try {
    await shipTo(account, region, options);
  } finally {
    account.destroy();
  }
}

async function shipTo(
  account: AccountClients,
  region: string | undefined,
  options: ShipOptions,
): Promise<void> {
  const { output, dryRun } = options;
  const shipment = await preflight(account, region, options);
  await synthesise(shipment);
  await showDiff(shipment);
  if (dryRun) output.unchecked('the deployment and its proof: a dry run changes nothing');
  else {
    await deploy(shipment);
    await proveDeployment(options);
  }
  await printSummary(shipment);
}

/**
 * Proves a deployed stage.
 *
 * @throws {ShipError} at the first check that fails.
 */
export async function proveDeployment(options: ShipOptions): Promise<void> {
  const { parameters, output, skipProof, signal } = options;
  output.step('Proof');
  if (skipProof) {
    output.unchecked('skipped');
    return;
  }
  const region = await chosenRegion();
  const clients = createProofClients(region === undefined ? {} : { region });
  try {
    await prove({
      ...options,
      clients,
      deployment: new Deployment(parameters),
      logLevel: parameters.logLevel,
      logSampling: parameters.logSampling,
      pollInterval: POLL_INTERVAL,
    });
  } catch (error) {
    if (error instanceof ShipError || signal.aborted) throw error;
    const { AWS_ENDPOINT_URL: endpoint } = process.env;
    throw refusalOf(error, endpoint === '' ? undefined : endpoint);
  } finally {
    clients.destroy();
  }
}

async function preflight(
  account: AccountClients,
  region: string | undefined,
  options: ShipOptions,
): Promise<Shipment> {
  const { parameters, output, dryRun, interactive, approval } = options;
  output.step('Preflight');
  const deployment = new Deployment(parameters);
  const cdk = await findCdk();
  const tools = { node: process.versions.node, cdk: cdk?.version, interactive };
  const asks = !dryRun && approval !== 'never';
  report(checkTools(tools, asks), output);
  if (cdk === undefined) throw new ShipError('CDK is not installed.', ['npm ci']);

  const responses = await queryAccount(account, region, deployment.stackName);
  if (dryRun && !responses.identity.ok) {
    output.unchecked(
      `the account, its region, CDK's bootstrap, the stack's state, quotas, mail, and leftovers of a previous stack: ${responses.identity.message}`,
    );
    return { ...options, account, deployment, cdk, region: undefined };
  }
  const findings = checkAccount(
    responses,
    parameters,
    deployment.stackName,
    wantedConcurrency(parameters),
  );
  const isNew = responses.stack.ok && responses.stack.value === undefined;
  const further = responses.identity.ok
    ? await Promise.all([
        checkQuotas(account.quotas, parameters),
        checkMail(account.mail, parameters),
        checkBudget(account.budgets, responses.identity.value.account, parameters),
        checkCostMonitor(account.organizations, responses.identity.value.account, parameters),
        ...(isNew ? [checkLeftovers(account, deployment)] : []),
      ])
    : [];
  report([...findings, ...further.flat()], output);
  return { ...options, account, deployment, cdk, region };
}

/** The concurrency that the stage reserves, and what it uses if it reserves nothing. */
function wantedConcurrency({ maximumConcurrency }: DeploymentParameters): WantedConcurrency {
  const reserved = FUNCTION_NAMES.reduce(
    (sum, name) => sum + (reservedConcurrencyOf(name, maximumConcurrency) ?? 0),
    0,
  );
  return { reserved, used: reserved + 1 + CONCURRENT_REQUESTS };
}

/**
 * Prints all findings.
 *
 * @throws {ShipError} if a check failed.
 */
function report(findings: readonly Finding[], output: Output): void {
  const next: string[] = [];
  for (const finding of findings) {
    if (finding.status === 'passed') output.passed(finding.text);
    else if (finding.status === 'unchecked') output.unchecked(finding.text);
    else if (finding.status === 'warning') output.warning(finding.text, finding.next);
    else {
      output.failed(finding.text);
      next.push(finding.next);
    }
  }
  if (next.length > 0) throw new ShipError('The preflight failed.', next);
}

async function synthesise(shipment: Shipment): Promise<void> {
  const { cdk, contextArguments, deployment, output, signal } = shipment;
  output.step('Synthesis and checks');
  const { exitCode } = await run(
    process.execPath,
    [cdk.program, ...synthArguments(contextArguments)],
    {
      cwd: ROOT,
      signal,
      output: 'print',
    },
  );
  signal.throwIfAborted();
  if (exitCode !== 0) {
    throw new ShipError('The synthesis failed, or cdk-nag reported findings.', [
      `npx cdk synth --quiet ${contextArguments.join(' ')}`.trim(),
    ]);
  }
  output.passed(`${deployment.stackName} is synthesised; cdk-nag has no findings`);

  const template = templateOf(deployment.stackName);
  const lint = await run('cfn-lint', [template], { cwd: ROOT, signal, output: 'keep' });
  signal.throwIfAborted();
  if (lint.exitCode === undefined) {
    output.unchecked('cfn-lint was skipped, because it is not installed: pip install cfn-lint');
  } else if (lint.exitCode !== 0) {
    output.line(lint.text.trim());
    throw new ShipError('cfn-lint reported findings.', [`cfn-lint ${template}`]);
  } else output.passed('cfn-lint has no findings');
}

async function showDiff({
  cdk,
  deployment,
  region,
  output,
  skipDiff,
  signal,
}: Shipment): Promise<void> {
  output.step('Diff');
  if (skipDiff || region === undefined) {
    output.unchecked(skipDiff ? 'skipped' : 'the diff: there is no account to compare with');
    return;
  }
  const diff = await run(process.execPath, [cdk.program, ...diffArguments(deployment.stackName)], {
    cwd: ROOT,
    signal,
    output: 'print',
  });
  signal.throwIfAborted();
  if (diff.exitCode !== 0) {
    throw new ShipError('Could not compute the diff.', [
      `npx cdk diff ${deployment.stackName}`,
      'npm run ship -- --skip-diff',
    ]);
  }
}

async function printSummary(shipment: Shipment): Promise<void> {
  const { account, deployment, dryRun, output, contextArguments } = shipment;
  output.step('Summary');
  const response = dryRun
    ? undefined
    : await readStackOutputs(account.cloudFormation, deployment.stackName);
  if (response?.ok === false) {
    output.unchecked(`could not read the endpoint and the dashboard (${reasonOf(response)})`);
  }
  const outputs = response?.ok === true ? response.value : undefined;
  const resources = countResources(await readTemplate(deployment.stackName));
  for (const line of summarise({ deployment, outputs, resources, contextArguments })) {
    output.line(line);
  }
}

/** The region that AWS's own tools would use; `undefined` if none is set. */
async function chosenRegion(): Promise<string | undefined> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const named = AWS_REGION ?? AWS_DEFAULT_REGION; // the SDK does not read the second
  if (named !== undefined && named !== '') return named;
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch {
    return undefined; // a caller that needs a region reports it
  } finally {
    client.destroy();
  }
}
