import {
  DescribeOrganizationCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';

import type { DeploymentParameters } from '../../parameters.js';
import { query, reasonOf } from './query.js';
import { failed, passed, unchecked, type Finding } from './findings.js';

/** Checks that the account may create an anomaly monitor, if the parameters ask for one. */
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
        `could not check whether this is the organisation's management account (${reasonOf(response)}): a member account cannot create the anomaly monitor`,
      ),
    ];
  }
  if (response.value === undefined || response.value === account) {
    return [passed('this account may create an anomaly monitor on a cost-allocation tag')];
  }
  return [
    failed(
      `This account is a member of an organisation: only the management account ${response.value} can create a monitor on a cost-allocation tag.`,
      'npm run ship -- -c costAnomalies=false',
    ),
  ];
}

/** `undefined` if the account is not in an organisation. */
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
