import {
  DeleteItemCommand,
  GetItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

/** States from which an order goes nowhere: no event of it is still to be handled. */
const TERMINAL = ['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED'];

/** What the proof looks at in an order's item. */
export interface OrderInTable {
  readonly status: string;
  readonly version: string;
}

/** The synthetic order, as it stands in the table. */
export class SyntheticOrderInTable {
  private readonly key: { readonly orderId: AttributeValue };

  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
    private readonly orderId: string,
  ) {
    this.key = { orderId: { S: orderId } };
  }

  /** What to type to read it. */
  get readCommand(): string {
    return `aws dynamodb get-item --table-name ${this.tableName} --key '${JSON.stringify(this.key)}'`;
  }

  /** What to type to delete it. */
  get deleteCommand(): string {
    return `aws dynamodb delete-item --table-name ${this.tableName} --key '${JSON.stringify(this.key)}'`;
  }

  /** The order; `undefined` where there is none. */
  async read(): Promise<OrderInTable | undefined> {
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: this.tableName, Key: this.key, ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    return { status: Item.status?.S ?? 'no status', version: Item.version?.N ?? '0' };
  }

  /**
   * Deletes it, if it is the synthetic customer's and has come to its end: an event of an order
   * that is gone would be a dead letter.
   *
   * @throws where it is not.
   */
  async delete(customerName: string): Promise<void> {
    const values = TERMINAL.map((status, index): [string, AttributeValue] => [
      `:s${index}`,
      { S: status },
    ]);
    try {
      await this.dynamodb.send(
        new DeleteItemCommand({
          TableName: this.tableName,
          Key: this.key,
          ConditionExpression: `customerName = :name AND #status IN (${values.map(([name]) => name).join(', ')})`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':name': { S: customerName },
            ...Object.fromEntries(values),
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') {
        throw error;
      }
      throw new Error(`order ${this.orderId} has not come to its end yet`, { cause: error });
    }
  }
}
