import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The AWS clients of the proof. They use the endpoint of the environment, unless the options set one. */
export interface ProofClients {
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
  readonly dynamodb: DynamoDBDocumentClient;
  readonly logs: CloudWatchLogsClient;
  destroy(): void;
}

/** The options that all clients share. The environment provides missing ones. */
export type ClientSettings = Pick<LambdaClientConfig, 'region' | 'credentials' | 'logger'> & {
  readonly endpoint?: string;
};

export function createProofClients(settings: ClientSettings = {}): ProofClients {
  const dynamodb = new DynamoDBClient(settings);
  const clients = {
    lambda: new LambdaClient(settings),
    sqs: new SQSClient(settings),
    events: new EventBridgeClient(settings),
    logs: new CloudWatchLogsClient(settings),
  };
  return {
    ...clients,
    dynamodb: DynamoDBDocumentClient.from(dynamodb),
    destroy: () => {
      for (const client of [...Object.values(clients), dynamodb]) client.destroy();
    },
  };
}
