import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** What the stack tells of itself, by name; empty where it tells nothing. */
export async function readStackOutputs(
  region: string,
  StackName: string,
): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient({ region });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return new Map(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
        OutputKey,
        OutputValue,
      ]),
    );
  } finally {
    client.destroy();
  }
}
