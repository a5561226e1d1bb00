import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrderId, paymentsContract, simulatedPayments } from '@snacks/domain/testing';
import { DynamoDbPaymentLedger } from './dynamodb-payment-ledger.js';
import { PAYMENTS_TABLE } from './payments-table.js';
import { startOrdersDatabase, type OrdersDatabase } from '../test/orders-database.js';

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

describe('simulated payments with their books in DynamoDB', () => {
  paymentsContract({ describe, it }, async () => simulatedPayments((await aLedger()).ledger));

  it('may be deleted once their order may', async () => {
    const { ledger, tableName } = await aLedger(90);
    const orderId = anOrderId();
    const before = Date.now() / 1_000;

    await ledger.open({ orderId, state: 'authorised', amount: 997, reference: 'r' });

    const { Item } = await database.client.send(
      new GetItemCommand({ TableName: tableName, Key: { orderId: { S: orderId } } }),
    );
    expect(Number(Item?.expiresAt?.N)).toBeGreaterThanOrEqual(before + 90 * 86_400);
  });

  it('are refused where their item was edited', async () => {
    const { ledger, tableName } = await aLedger();
    const orderId = anOrderId();
    const Item = { orderId: { S: orderId }, state: { S: 'paid by cheque' } };
    await database.client.send(new PutItemCommand({ TableName: tableName, Item }));

    await expect(ledger.find(orderId)).rejects.toMatchObject({ code: 'STORED_PAYMENT_INVALID' });
  });
});
