import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { OrderId } from '@snacks/domain';
import { orderIdOf, type OrderKey } from '@snacks/domain/ports';
import type { PaymentEntry, PaymentLedger, PaymentState } from '@snacks/domain/payment-simulator';
import { PAYMENTS_TABLE } from '../tables.js';
import { documentClient, type Document } from './document-client.js';
import { expiryIn } from './expiry.js';

const STATES: Readonly<Record<PaymentState, PaymentState>> = {
  authorised: 'authorised',
  declined: 'declined',
  captured: 'captured',
  refunded: 'refunded',
};

export interface DynamoDbPaymentLedgerOptions {
  readonly tableName: string;
  /**
   * Days after which DynamoDB may delete a payment that has ended: it was captured, refunded, or
   * declined and released. An open payment is never deleted.
   * @default payments are kept for ever
   */
  readonly retentionDays?: number;
}

/** The item of a payment is not a valid payment. */
export class StoredPaymentInvalidError extends Error {
  readonly code = 'STORED_PAYMENT_INVALID';
  override readonly name = 'StoredPaymentInvalidError';

  constructor(readonly orderId: OrderId) {
    super(`The stored payment of order ${orderId} cannot be read.`);
  }
}

/**
 * Keeps the ledger of the simulated payment provider in a DynamoDB table that `PAYMENTS_TABLE`
 * describes: one item for each order, changed by one conditional write.
 */
export class DynamoDbPaymentLedger implements PaymentLedger {
  private readonly client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbPaymentLedgerOptions,
  ) {
    this.client = documentClient(client);
  }

  async open(entry: PaymentEntry): Promise<{ opened: boolean; entry: PaymentEntry }> {
    const { tableName, retentionDays } = this.options;
    const { order, ...payment } = entry;
    try {
      await this.client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...keyOf(order),
            ...payment,
            ...(payment.state === 'refunded' && expiryIn(retentionDays)),
          },
          ConditionExpression: 'attribute_not_exists(orderId)',
        }),
      );
      return { opened: true, entry };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const existing = await this.find(order);
      if (existing === undefined) throw error; // it has just expired; a retry is safe
      return { opened: false, entry: existing };
    }
  }

  async move(order: OrderKey, from: readonly PaymentState[], to: PaymentState): Promise<boolean> {
    // A payment moves when its order ends, and not after that.
    const { expiresAt } = expiryIn(this.options.retentionDays);
    const states = from.map((state, n) => [`:from${n}`, state] as const);
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.options.tableName,
          Key: keyOf(order),
          UpdateExpression: `SET #state = :to${expiresAt === undefined ? '' : ', expiresAt = :expiresAt'}`,
          ConditionExpression: `#state IN (${states.map(([name]) => name).join(', ')})`,
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':to': to,
            ...(expiresAt !== undefined && { ':expiresAt': expiresAt }),
            ...Object.fromEntries(states),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async find(order: OrderKey): Promise<PaymentEntry | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.options.tableName,
        Key: keyOf(order),
        ConsistentRead: true,
      }),
    );
    if (Item === undefined) return undefined;
    const state = Object.values(STATES).find((candidate) => candidate === Item.state);
    const { amount, reference }: Document = Item;
    if (state === undefined || typeof amount !== 'number' || typeof reference !== 'string') {
      throw new StoredPaymentInvalidError(orderIdOf(order));
    }
    return { order, state, amount, reference };
  }
}

/** The item's id is the key of its order. */
function keyOf(order: OrderKey) {
  return { [PAYMENTS_TABLE.partitionKey]: order };
}
