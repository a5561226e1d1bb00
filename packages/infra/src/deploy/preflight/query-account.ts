import { DescribeStacksCommand, type CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';

import type { AccountResponses, Concurrency, Identity } from './account.js';
import { query, type QueryResult } from './query.js';
import type { AccountClients } from './clients.js';

/** The SSM parameter with the version of the bootstrap, for CDK's default qualifier. */
export const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';

/** Queries the facts about an account that every deployment needs. Never rejects. */
export async function queryAccount(
  { tokens, parameters, cloudFormation, lambda }: AccountClients,
  region: string | undefined,
  stackName: string,
): Promise<AccountResponses> {
  const identity = await query('sts:GetCallerIdentity', async () => identityOf(tokens));
  if (!identity.ok || region === undefined) {
    const notQueried = {
      ok: false,
      error: 'NotQueried',
      message: 'there are no credentials or no region',
      action: '',
    } as const;
    return { identity, region, bootstrap: notQueried, stack: notQueried, concurrency: notQueried };
  }
  const [bootstrap, stack, concurrency] = await Promise.all([
    query('ssm:GetParameter', async () => bootstrapVersion(parameters)),
    queryStackState(cloudFormation, stackName),
    query('lambda:GetAccountSettings', async () => concurrencyOf(lambda)),
  ]);
  return { identity, region, bootstrap, stack, concurrency };
}

async function identityOf(client: STSClient): Promise<Identity> {
  const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
  return { account: Account, arn: Arn };
}

async function bootstrapVersion(client: SSMClient): Promise<string | undefined> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: BOOTSTRAP_VERSION }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  }
}

async function queryStackState(
  client: CloudFormationClient,
  StackName: string,
): Promise<QueryResult<string | undefined>> {
  return query('cloudformation:DescribeStacks', async () => {
    try {
      const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
      return Stacks[0]?.StackStatus;
    } catch (error) {
      // CloudFormation has no error code of its own for this.
      if (error instanceof Error && error.message.includes('does not exist')) return undefined;
      throw error;
    }
  });
}

async function concurrencyOf(client: LambdaClient): Promise<Concurrency> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  return {
    quota: AccountLimit?.ConcurrentExecutions ?? 0,
    unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
  };
}
