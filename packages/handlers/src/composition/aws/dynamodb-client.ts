import {
  createDynamoDbClient,
  environmentCredentials,
  type ClientOptions,
} from '@snacks/adapters-aws/dynamodb';

export type DynamoDbClient = ReturnType<typeof createDynamoDbClient>;

/** A client for DynamoDB, with the credentials of this process's environment. */
export function dynamoDbClient(options: ClientOptions = {}): DynamoDbClient {
  return createDynamoDbClient({ credentials: environmentCredentials(process.env), ...options });
}
