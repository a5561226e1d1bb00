import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

import type { ClientSettings } from '../proof/clients.js';

/** The AWS clients of the preflight, of the deployment and of the summary. */
export interface AccountClients {
  readonly budgets: BudgetsClient;
  readonly cloudFormation: CloudFormationClient;
  readonly codeDeploy: CodeDeployClient;
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly mail: SESv2Client;
  readonly organizations: OrganizationsClient;
  readonly parameters: SSMClient;
  readonly quotas: ServiceQuotasClient;
  readonly tokens: STSClient;
  destroy(): void;
}

export function createAccountClients(settings: ClientSettings): AccountClients {
  const clients = {
    budgets: new BudgetsClient(settings),
    cloudFormation: new CloudFormationClient(settings),
    codeDeploy: new CodeDeployClient(settings),
    dynamodb: new DynamoDBClient(settings),
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
    mail: new SESv2Client(settings),
    organizations: new OrganizationsClient(settings),
    parameters: new SSMClient(settings),
    quotas: new ServiceQuotasClient(settings),
    tokens: new STSClient(settings),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
