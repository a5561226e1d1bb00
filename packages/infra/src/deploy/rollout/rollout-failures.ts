import {
  BatchGetDeploymentsCommand,
  ListDeploymentsCommand,
  type CodeDeployClient,
} from '@aws-sdk/client-codedeploy';

import { nameIn } from '../../names.js';
import { GRADUAL_FUNCTIONS } from '../../stack/compute/gradual-functions.js';
import type { Deployment } from '../deployment.js';

/**
 * The rollouts that CodeDeploy rolled back since a time, each with its reason, as lines of text.
 *
 * @throws the SDK's error if a call to CodeDeploy fails.
 */
export async function rolledBackReleases(
  client: CodeDeployClient,
  { stage }: Deployment,
  since: Date,
): Promise<readonly string[]> {
  const applicationName = nameIn(stage, 'serverless-snacks');
  const ids = await Promise.all(
    GRADUAL_FUNCTIONS.map(async (name) => {
      const { deployments = [] } = await client.send(
        new ListDeploymentsCommand({
          applicationName,
          deploymentGroupName: nameIn(stage, name),
          includeOnlyStatuses: ['Failed', 'Stopped'],
          createTimeRange: { start: since },
        }),
      );
      return deployments;
    }),
  );
  const deploymentIds = ids.flat();
  if (deploymentIds.length === 0) return [];
  const { deploymentsInfo = [] } = await client.send(
    new BatchGetDeploymentsCommand({ deploymentIds }),
  );
  return deploymentsInfo.map(({ deploymentGroupName, deploymentId, errorInformation }) => {
    const { code = 'no code', message = 'CodeDeploy gives no reason' } = errorInformation ?? {};
    return `${deploymentGroupName}: ${message} (${code}, deployment ${deploymentId})`;
  });
}
