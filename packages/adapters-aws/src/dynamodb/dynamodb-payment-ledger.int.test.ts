import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrderKey, paymentsContract, simulatedPayments } from '@snacks/domain/testing';
import { DynamoDbPaymentLedger } from './dynamodb-payment-ledger.js';
import { PAYMENTS_TABLE } from '../tables.js';
import {
  ENGINE_LIMIT,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../test/orders-database.js';

let database: OrdersDatabase;

beforeAll(async () => {
  database = await startOrdersDatabase();
});

afterAll(async () => {
  await database.stop();
});

async function aLedger(retentionDays?: number) {
  const tableName = await database.createTable(PAYMENTS_TABLE);
  const options = { tableName, ...(retentionDays !== undefined && { retentionDays }) };
  return { tableName, ledger: new DynamoDbPaymentLedger(database.client, options) };
}

describe('simulated payments with their ledger in DynamoDB', () => {
  paymentsContract(
    { describe, it },
    async () => simulatedPayments((await aLedger()).ledger),
    ENGINE_LIMIT,
  );

  it.each(['captured', 'refunded', 'declined'] as const)(
    'expire after they were %s, and not before',
    async (end) => {
      const { ledger, tableName } = await aLedger(90);
      const order = anOrderKey();
      const itemOf = async () => {
        const Key = { orderId: { S: order } };
        const { Item } = await database.client.send(
          new GetItemCommand({ TableName: tableName, Key }),
        );
        return Item;
      };
      const now = Date.now() / 1_000;
      const state = end === 'declined' ? 'declined' : 'authorised';

      await ledger.open({ order, state, amount: 997, reference: 'r' });
      const open = await itemOf();
      await ledger.move(order, [state], end);

      expect(open).not.toHaveProperty('expiresAt');
      expect(Number((await itemOf())?.expiresAt?.N)).toBeGreaterThanOrEqual(now + 90 * 86_400);
    },
  );

  it('expire if they were refunded before they were authorised', async () => {
    const { ledger, tableName } = await aLedger(90);
    const order = anOrderKey();

    await ledger.open({ order, state: 'refunded', amount: 0, reference: 'r' });

    const { Item } = await database.client.send(
      new GetItemCommand({ TableName: tableName, Key: { orderId: { S: order } } }),
    );
    expect(Item).toHaveProperty('expiresAt');
  });

  it('are refused if their item is invalid', async () => {
    const { ledger, tableName } = await aLedger();
    const order = anOrderKey();
    const Item = { orderId: { S: order }, state: { S: 'paid by cheque' } };
    await database.client.send(new PutItemCommand({ TableName: tableName, Item }));

    await expect(ledger.find(order)).rejects.toMatchObject({ code: 'STORED_PAYMENT_INVALID' });
  });
});
