import {
  createDynamoDbClient,
  DynamoDbApprovalTasks,
  DynamoDbCatalogue,
  DynamoDbEventRecords,
  DynamoDbInventory,
  DynamoDbOrderRepository,
  DynamoDbPaymentLedger,
  environmentCredentials,
} from '@snacks/adapters-aws/dynamodb';
import type { OrderRepository } from '@snacks/domain/ports';
import { SimulatedPayments } from '@snacks/domain/payment-simulator';

import { logUnreadableOrder } from '../../observability/logging/log-unreadable-order.js';
import { SystemClock } from '../node-adapters.js';
import {
  catalogueUse,
  indexShards,
  paymentRules,
  retentionDays,
  unknownSnacks,
} from '../parameters.js';
import type { Adapters, Providers, Services } from '../ports.js';
import { prices } from '../prices.js';
import type { DeployedFunction } from './deployed-function.js';

type DynamoDbClient = ReturnType<typeof createDynamoDbClient>;

let shared: DynamoDbClient | undefined;

/** Returns the client of this process. All adapters share it, those of other packages too. */
export function dynamoDbClient(): DynamoDbClient {
  shared ??= createDynamoDbClient({ credentials: environmentCredentials(process.env) });
  return shared;
}

/** Orders, for a function that does not end orders. */
export function dynamoDbOrders(start: DeployedFunction): Pick<Adapters, 'orders'> {
  return { orders: () => repository(start) };
}

/** Orders, for a function that can end orders: they expire RETENTION_DAYS after that. */
export function dynamoDbExpiringOrders(start: DeployedFunction): Pick<Adapters, 'orders'> {
  return { orders: () => repository(start, { retentionDays: retentionDays(start.environment) }) };
}

function repository(
  { environment, logger }: DeployedFunction,
  options: { readonly retentionDays?: number } = {},
): OrderRepository {
  return new DynamoDbOrderRepository(dynamoDbClient(), {
    tableName: environment.value('ORDERS_TABLE_NAME'),
    statusShards: indexShards(environment),
    ...options,
    onUnreadable: logUnreadableOrder(logger),
  });
}

/** Stock and payments. Payments are simulated: no money is transferred. */
export function dynamoDbFulfilment({
  environment,
}: DeployedFunction): Pick<Adapters, 'inventory' | 'payments'> {
  return {
    inventory: () =>
      new DynamoDbInventory(dynamoDbClient(), {
        tableName: environment.value('STOCK_TABLE_NAME'),
        unknownSnacks: unknownSnacks(environment),
      }),
    payments: () =>
      new SimulatedPayments(
        new DynamoDbPaymentLedger(dynamoDbClient(), {
          tableName: environment.value('PAYMENTS_TABLE_NAME'),
          retentionDays: retentionDays(environment),
        }),
        paymentRules(environment),
      ),
  };
}

/** The task tokens of waiting approvals. */
export function dynamoDbApprovalTasks({
  environment,
}: DeployedFunction): Pick<Adapters, 'approvalTasks'> {
  const tableName = environment.value('APPROVAL_TASKS_TABLE_NAME');
  return {
    approvalTasks: () =>
      new DynamoDbApprovalTasks(dynamoDbClient(), { tableName, clock: new SystemClock() }),
  };
}

/** The snacks on sale. */
export function dynamoDbCatalogue({ environment }: DeployedFunction): Pick<Adapters, 'catalogue'> {
  const tableName = environment.value('CATALOGUE_TABLE_NAME');
  return { catalogue: () => new DynamoDbCatalogue(dynamoDbClient(), { tableName }) };
}

/** The prices that orders are checked with. */
export function dynamoDbPrices(start: DeployedFunction): Providers<Pick<Services, 'priceList'>> {
  return prices(catalogueUse(start.environment), dynamoDbCatalogue(start));
}

/** The records of external events. */
export function dynamoDbEventRecords({
  environment,
}: DeployedFunction): Pick<Adapters, 'eventRecords'> {
  const tableName = environment.value('EVENT_RECORDS_TABLE_NAME');
  return { eventRecords: () => new DynamoDbEventRecords(dynamoDbClient(), { tableName }) };
}
