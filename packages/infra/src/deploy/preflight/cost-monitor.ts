import {
  DescribeOrganizationCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';

import type { DeploymentParameters } from '../../parameters.js';
import { query, reasonOf } from './query.js';
import { failed, passed, unchecked, type Finding } from './findings.js';

/** Whether the account may make the anomaly monitor, where one was chosen. */
export async function checkCostMonitor(
  client: OrganizationsClient,
  account: string,
  { costAnomalies }: Pick<DeploymentParameters, 'costAnomalies'>,
): Promise<readonly Finding[]> {
  if (!costAnomalies) return [];
  const response = await query('organizations:DescribeOrganization', async () =>
    managementAccountOf(client),
  );
  if (!response.ok) {
    return [
      unchecked(
        `whether this is the organisation's management account could not be asked (${reasonOf(response)}): in a member account the anomaly monitor is refused`,
      ),
    ];
  }
  if (response.value === undefined || response.value === account) {
    return [passed('this account may make an anomaly monitor on a cost-allocation tag')];
  }
  return [
    failed(
      `This account is a member of an organisation: a monitor on a cost-allocation tag can be made in its management account ${response.value} alone.`,
      'npm run ship -- -c costAnomalies=false',
    ),
  ];
}

/** `undefined` where the account is in no organisation. */
async function managementAccountOf(client: OrganizationsClient): Promise<string | undefined> {
  try {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    return Organization?.MasterAccountId;
  } catch (error) {
    if (error instanceof Error && error.name === 'AWSOrganizationsNotInUseException') {
      return undefined;
    }
    throw error;
  }
}
