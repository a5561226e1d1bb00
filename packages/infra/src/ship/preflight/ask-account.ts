import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import type { AccountAnswers, Answer, Concurrency, Identity } from './account.js';

/** Where `cdk bootstrap` keeps its version, under CDK's default qualifier. */
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';

/** Asks an account what a deployment needs to know. Never rejects. */
export async function askAccount(
  region: string | undefined,
  stackName: string,
): Promise<AccountAnswers> {
  const settings = { region: region ?? 'us-east-1' };
  const identity = await ask(async () => whoCalls(settings));
  if (!identity.ok || region === undefined) {
    const notAsked = { ok: false, error: 'NotAsked', message: 'nobody to ask as' } as const;
    return { identity, region, bootstrap: notAsked, stack: notAsked, concurrency: notAsked };
  }
  const [bootstrap, stack, concurrency] = await Promise.all([
    ask(async () => bootstrapVersion(settings)),
    ask(async () => stackState(settings, stackName)),
    ask(async () => concurrencyOf(settings)),
  ]);
  return { identity, region, bootstrap, stack, concurrency };
}

interface Region {
  readonly region: string;
}

async function ask<T>(question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await question() };
  } catch (error) {
    return error instanceof Error
      ? { ok: false, error: error.name, message: error.message }
      : { ok: false, error: 'Unknown', message: String(error) };
  }
}

async function whoCalls(settings: Region): Promise<Identity> {
  const client = new STSClient(settings);
  try {
    const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } finally {
    client.destroy();
  }
}

async function bootstrapVersion(settings: Region): Promise<string | undefined> {
  const client = new SSMClient(settings);
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: BOOTSTRAP_VERSION }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

async function stackState(settings: Region, StackName: string): Promise<string | undefined> {
  const client = new CloudFormationClient(settings);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0]?.StackStatus;
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

async function concurrencyOf(settings: Region): Promise<Concurrency> {
  const client = new LambdaClient(settings);
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    return {
      quota: AccountLimit?.ConcurrentExecutions ?? 0,
      unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
    };
  } finally {
    client.destroy();
  }
}
