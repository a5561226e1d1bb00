import {
  DescribeOrganizationCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';

import type { DeploymentParameters } from '../../parameters.js';
import { ask, whyNot } from './response.js';
import { right, unknown, wrong, type Finding } from './findings.js';

/** Whether the account may make the anomaly monitor, where one was chosen. */
export async function lookAtCostMonitor(
  client: OrganizationsClient,
  account: string,
  { costAnomalies }: Pick<DeploymentParameters, 'costAnomalies'>,
): Promise<readonly Finding[]> {
  if (!costAnomalies) return [];
  const response = await ask('organizations:DescribeOrganization', async () =>
    managementAccountOf(client),
  );
  if (!response.ok) {
    return [
      unknown(
        `whether this is the organisation's management account could not be asked (${whyNot(response)}): in a member account the anomaly monitor is refused`,
      ),
    ];
  }
  if (response.value === undefined || response.value === account) {
    return [right('this account may make an anomaly monitor on a cost-allocation tag')];
  }
  return [
    wrong(
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
