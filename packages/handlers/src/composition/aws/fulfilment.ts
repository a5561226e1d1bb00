import { DynamoDbInventory, DynamoDbPaymentLedger } from '@snacks/adapters-aws/dynamodb';
import { SimulatedPayments } from '@snacks/domain';

import type { Adapters } from '../container.js';
import type { DynamoDbClient } from './dynamodb-client.js';
import type { Environment } from '../environment.js';
import { paymentRules, retentionDays, unknownSnacks } from '../fulfilment-settings.js';
import { snsNotifications } from './sns-notifications.js';

/** What the steps of fulfilment work on in AWS. Payments are simulated: no money moves. */
export function awsFulfilment(
  environment: Environment,
  client: DynamoDbClient,
): Pick<Adapters, 'inventory' | 'payments' | 'notifications'> {
  const days = retentionDays(environment);
  return {
    inventory: () =>
      new DynamoDbInventory(client, {
        tableName: environment.value('STOCK_TABLE_NAME'),
        unknownSnacks: unknownSnacks(environment),
        retentionDays: days,
      }),
    payments: () =>
      new SimulatedPayments(
        new DynamoDbPaymentLedger(client, {
          tableName: environment.value('PAYMENTS_TABLE_NAME'),
          retentionDays: days,
        }),
        paymentRules(environment),
      ),
    notifications: () => snsNotifications(environment),
  };
}
