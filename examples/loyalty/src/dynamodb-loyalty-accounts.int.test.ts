import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engineClient } from '@snacks/adapters-aws/dynamodb';
import { anOrderId, anOrderKey } from '@snacks/domain/testing';
import { startDynalite, type Engine } from '@snacks/local';

import { loyaltyAccountsContract } from '../test/loyalty-accounts-contract.js';
import { DynamoDbLoyaltyAccounts, LOYALTY_TABLE } from './dynamodb-loyalty-accounts.js';

const TableName = 'LoyaltyAccounts';

let engine: Engine;
let client: ReturnType<typeof engineClient>;

beforeAll(async () => {
  engine = await startDynalite();
  client = engineClient(engine.address);
  await client.send(
    new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...LOYALTY_TABLE }),
  );
  await waitUntilTableExists({ client, minDelay: 0.01, maxWaitTime: 30 }, { TableName });
});

afterAll(async () => {
  client.destroy();
  await engine.close();
});

function accountsIn(tableName: string) {
  return new DynamoDbLoyaltyAccounts(client, { tableName });
}

describe('in DynamoDB', () => {
  loyaltyAccountsContract({ describe, it }, async () => accountsIn(TableName));
});

describe('an error of DynamoDB', () => {
  it('is thrown, not taken for a decision on the order', async () => {
    const accounts = accountsIn('No-Such-Table');
    const order = { order: anOrderKey(), customerId: anOrderId() };

    const error = { name: 'ResourceNotFoundException' };
    await expect(accounts.reserve({ ...order, points: 9 })).rejects.toMatchObject(error);
    await expect(accounts.confirm(order)).rejects.toMatchObject(error);
    await expect(accounts.release(order)).rejects.toMatchObject(error);
    await expect(accounts.balance(order.customerId)).rejects.toMatchObject(error);
  });
});
