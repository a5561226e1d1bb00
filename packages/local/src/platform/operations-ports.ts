import {
  CloudWatchLogSearch,
  CloudWatchMetricHistory,
  createCloudWatchClient,
  createCloudWatchLogsClient,
  SqsDeadLetterQueues,
  StepFunctionsWorkflowHistory,
} from '@snacks/adapters-aws/operations';
import { createSqsClient } from '@snacks/adapters-aws/sqs';
import { createStepFunctionsClient } from '@snacks/adapters-aws/step-functions';
import type { Clock, IdGenerator } from '@snacks/domain/ports';
import { METRICS_NAMESPACE, STAGE_DIMENSION } from '@snacks/handlers';
import type { OperationsPorts } from '@snacks/operations';

import { InProcessHandler, type Fetch } from '../aws-api/in-process-handler.js';
import type { OrderStore } from '../store/order-store.js';
import { STATE_MACHINE_ARN } from './arn.js';

/** The stage of the metrics of this machine. */
export const LOCAL_STAGE = 'local';

/** Names have no stage here. */
const nameOf = (name: string) => name;

export interface LocalOperationsPortsOptions {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly store: OrderStore;
  /** Calls the platform's own APIs of AWS. */
  readonly fetch: Fetch;
}

/**
 * Creates the ports of the operators' use cases: the adapters that are deployed, which call the platform's
 * own APIs of AWS, in this process.
 */
export function createOperationsPorts({
  clock,
  ids,
  store,
  fetch,
}: LocalOperationsPortsOptions): OperationsPorts {
  const options = {
    endpoint: 'http://local',
    region: 'local',
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    requestHandler: new InProcessHandler(fetch),
  };
  return {
    clock,
    ids,
    orders: store.orders,
    stock: store.stock,
    catalogue: store.catalogue,
    payments: store.ledger,
    actions: store.actions,
    deadLetters: new SqsDeadLetterQueues(createSqsClient(options), { nameOf }),
    logs: new CloudWatchLogSearch(createCloudWatchLogsClient(options), {
      logGroupOf: (service) => `/aws/lambda/${service}`,
    }),
    metrics: new CloudWatchMetricHistory(createCloudWatchClient(options), {
      orders: {
        namespace: METRICS_NAMESPACE,
        dimension: { Name: STAGE_DIMENSION, Value: LOCAL_STAGE },
      },
      nameOf,
    }),
    workflows: new StepFunctionsWorkflowHistory(createStepFunctionsClient(options), {
      stateMachineArn: STATE_MACHINE_ARN,
    }),
  };
}
