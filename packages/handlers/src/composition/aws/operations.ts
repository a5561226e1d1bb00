import {
  CloudWatchLogSearch,
  CloudWatchMetricHistory,
  createCloudWatchClient,
  createCloudWatchLogsClient,
  DynamoDbActionLog,
  SqsDeadLetterQueues,
  StepFunctionsWorkflowHistory,
} from '@snacks/adapters-aws/operations';
import {
  DynamoDbInventory,
  DynamoDbPaymentLedger,
  environmentCredentials,
} from '@snacks/adapters-aws/dynamodb';
import { createSqsClient } from '@snacks/adapters-aws/sqs';
import { createStepFunctionsClient } from '@snacks/adapters-aws/step-functions';
import type { OperationsPorts } from '@snacks/operations';

import { METRICS_NAMESPACE, STAGE_DIMENSION } from '../../observability/metrics/catalogue.js';
import { SystemClock } from '../node-adapters.js';
import { retentionDays } from '../parameters.js';
import type { Environment } from '../environment.js';
import type { DeployedFunction } from './deployed-function.js';
import { dynamoDbClient } from './dynamodb.js';

/** Returns the name in the account of a queue or a function. */
function resourceName(environment: Environment): (name: string) => string {
  const template = environment.value('RESOURCE_NAMES');
  return (name) => template.replace('{name}', name);
}

/** Dead-letter queues. */
export function sqsDeadLetterQueues({
  environment,
}: DeployedFunction): Pick<OperationsPorts, 'deadLetters'> {
  const credentials = environmentCredentials(process.env);
  const nameOf = resourceName(environment);
  return { deadLetters: new SqsDeadLetterQueues(createSqsClient({ credentials }), { nameOf }) };
}

/** Logs, metrics, and the course of approval workflows. */
export function awsObservations({
  environment,
}: DeployedFunction): Pick<OperationsPorts, 'logs' | 'metrics' | 'workflows'> {
  const credentials = environmentCredentials(process.env);
  const nameOf = resourceName(environment);
  const dimension = { Name: STAGE_DIMENSION, Value: environment.value('STAGE') };
  return {
    logs: new CloudWatchLogSearch(createCloudWatchLogsClient({ credentials }), {
      logGroupOf: (service) => `/aws/lambda/${nameOf(service)}`,
    }),
    metrics: new CloudWatchMetricHistory(createCloudWatchClient({ credentials }), {
      orders: { namespace: `${METRICS_NAMESPACE}/${nameOf('order-metrics')}`, dimension },
      nameOf,
    }),
    workflows: new StepFunctionsWorkflowHistory(createStepFunctionsClient({ credentials }), {
      stateMachineArn: environment.value('APPROVAL_WORKFLOW_ARN'),
    }),
  };
}

/** What operators did. */
export function dynamoDbActionLog({
  environment,
}: DeployedFunction): Pick<OperationsPorts, 'actions'> {
  return {
    actions: new DynamoDbActionLog(dynamoDbClient(), {
      tableName: environment.value('OPERATOR_ACTIONS_TABLE_NAME'),
      clock: new SystemClock(),
      retentionDays: retentionDays(environment),
    }),
  };
}

/** The stock, to read and to set it: no order is reserved through it. */
export function dynamoDbStockRecords({
  environment,
}: DeployedFunction): Pick<OperationsPorts, 'stock'> {
  const tableName = environment.value('STOCK_TABLE_NAME');
  return {
    stock: new DynamoDbInventory(dynamoDbClient(), { tableName, unknownSnacks: 'refused' }),
  };
}

/** The payments, to read them. */
export function dynamoDbPaymentRecords({
  environment,
}: DeployedFunction): Pick<OperationsPorts, 'payments'> {
  const tableName = environment.value('PAYMENTS_TABLE_NAME');
  return { payments: new DynamoDbPaymentLedger(dynamoDbClient(), { tableName }) };
}
