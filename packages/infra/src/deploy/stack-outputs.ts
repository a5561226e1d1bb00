import { DescribeStacksCommand, type CloudFormationClient } from '@aws-sdk/client-cloudformation';

import { query, type QueryResult } from './preflight/query.js';

/** The outputs of a stack, by name. Never rejects. */
export async function readStackOutputs(
  client: CloudFormationClient,
  StackName: string,
): Promise<QueryResult<ReadonlyMap<string, string>>> {
  return query('cloudformation:DescribeStacks', async () => {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return new Map(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
        OutputKey,
        OutputValue,
      ]),
    );
  });
}
