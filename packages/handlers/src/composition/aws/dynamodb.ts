import {
  createDynamoDbClient,
  DynamoDbApprovalTasks,
  DynamoDbEventRecords,
  DynamoDbInventory,
  DynamoDbOrderRepository,
  DynamoDbPaymentLedger,
  environmentCredentials,
} from '@snacks/adapters-aws/dynamodb';
import { SimulatedPayments, type OrderRepository } from '@snacks/domain';

import { SystemClock } from '../node-adapters.js';
import { paymentRules, retentionDays, unknownSnacks } from '../parameters.js';
import type { Adapters } from '../ports.js';
import type { DeployedFunction } from './deployed-function.js';

type DynamoDbClient = ReturnType<typeof createDynamoDbClient>;

let shared: DynamoDbClient | undefined;

/** The one client of this process. */
function client(): DynamoDbClient {
  shared ??= createDynamoDbClient({ credentials: environmentCredentials(process.env) });
  return shared;
}

/** Orders, for a function that brings none to a terminal state. */
export function dynamoDbOrders(start: DeployedFunction): Pick<Adapters, 'orders'> {
  return { orders: () => repository(start) };
}

/** Orders, for a function that may bring one to a terminal state: it then expires after RETENTION_DAYS. */
export function dynamoDbExpiringOrders(start: DeployedFunction): Pick<Adapters, 'orders'> {
  return { orders: () => repository(start, { retentionDays: retentionDays(start.environment) }) };
}

function repository(
  { environment, logger }: DeployedFunction,
  options: { readonly retentionDays?: number } = {},
): OrderRepository {
  return new DynamoDbOrderRepository(client(), {
    tableName: environment.value('ORDERS_TABLE_NAME'),
    ...options,
    // It is logged, and does not hide the other orders of a listing.
    onUnreadable: (error) =>
      logger.error('stored order cannot be read', { orderId: error.orderId, error }),
  });
}

/** Stock and payments. Payments are simulated: no money moves. */
export function dynamoDbFulfilment({
  environment,
}: DeployedFunction): Pick<Adapters, 'inventory' | 'payments'> {
  return {
    inventory: () =>
      new DynamoDbInventory(client(), {
        tableName: environment.value('STOCK_TABLE_NAME'),
        unknownSnacks: unknownSnacks(environment),
        retentionDays: retentionDays(environment),
      }),
    payments: () =>
      new SimulatedPayments(
        new DynamoDbPaymentLedger(client(), {
          tableName: environment.value('PAYMENTS_TABLE_NAME'),
          retentionDays: retentionDays(environment),
        }),
        paymentRules(environment),
      ),
  };
}

export function dynamoDbApprovalTasks({
  environment,
}: DeployedFunction): Pick<Adapters, 'approvalTasks'> {
  const tableName = environment.value('APPROVAL_TASKS_TABLE_NAME');
  return {
    approvalTasks: () =>
      new DynamoDbApprovalTasks(client(), { tableName, clock: new SystemClock() }),
  };
}

export function dynamoDbEventRecords({
  environment,
}: DeployedFunction): Pick<Adapters, 'eventRecords'> {
  const tableName = environment.value('EVENT_RECORDS_TABLE_NAME');
  return { eventRecords: () => new DynamoDbEventRecords(client(), { tableName }) };
}
