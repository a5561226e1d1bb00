import {
  paginateDescribeLogGroups,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FUNCTION_NAMES, TABLE_NAMES } from '@snacks/handlers';

import type { Deployment } from '../deployment.js';
import { query, reasonOf } from './query.js';
import { failed, passed, unchecked, type Finding } from './findings.js';

/**
 * Checks that no resource of a previous stack has a name that the new stack needs: a stack that
 * retains its data leaves tables and log groups behind when it is deleted.
 */
export async function checkLeftovers(
  clients: { readonly dynamodb: DynamoDBClient; readonly logs: CloudWatchLogsClient },
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const [tables, groups] = await Promise.all([
    query('dynamodb:DescribeTable', async () => existingTables(clients.dynamodb, deployment)),
    query('logs:DescribeLogGroups', async () => existingLogGroups(clients.logs, deployment)),
  ]);
  const notQueried = [tables, groups].flatMap((response) =>
    response.ok
      ? []
      : [unchecked(`could not look for leftovers of a previous stack (${reasonOf(response)})`)],
  );
  const left = {
    tables: tables.ok ? tables.value : [],
    groups: groups.ok ? groups.value : [],
  };
  const names = [...left.tables, ...left.groups];
  if (names.length > 0) return [...notQueried, leftBehind(names, left)];
  return notQueried.length > 0
    ? notQueried
    : [passed('there are no leftovers of a previous stack')];
}

function leftBehind(
  names: readonly string[],
  { tables, groups }: { readonly tables: readonly string[]; readonly groups: readonly string[] },
): Finding {
  const commands = [
    ...(tables.length > 0
      ? [
          `for table in ${tables.join(' ')}; do aws dynamodb update-table --table-name $table --no-deletion-protection-enabled; aws dynamodb wait table-exists --table-name $table; aws dynamodb delete-table --table-name $table; done`,
        ]
      : []),
    ...(groups.length > 0
      ? [
          `for group in ${groups.join(' ')}; do aws logs delete-log-group --log-group-name $group; done`,
        ]
      : []),
  ];
  return failed(
    `A previous stack left ${names.join(', ')} behind: the new stack cannot create resources with these names. Remove them and all their data, or import them by "npx cdk import".`,
    commands.join('\n    '),
  );
}

async function existingTables(client: DynamoDBClient, deployment: Deployment): Promise<string[]> {
  const found = await Promise.all(
    TABLE_NAMES.map(async (name) => {
      const TableName = deployment.tableName(name);
      try {
        await client.send(new DescribeTableCommand({ TableName }));
        return [TableName];
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
        throw error;
      }
    }),
  );
  return found.flat();
}

async function existingLogGroups(
  client: CloudWatchLogsClient,
  deployment: Deployment,
): Promise<string[]> {
  const wanted = new Set([
    ...FUNCTION_NAMES.map((name) => deployment.logGroupName(name)),
    ...deployment.deliveredLogGroupNames,
  ]);
  const found: string[] = [];
  for (const logGroupNamePrefix of ['/aws/lambda/', '/aws/vendedlogs/']) {
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
      for (const { logGroupName = '' } of page.logGroups ?? []) {
        if (wanted.has(logGroupName)) found.push(logGroupName);
      }
    }
  }
  return found;
}
