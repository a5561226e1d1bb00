import {
  DeleteCommand,
  GetCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';

/** The condition of a conditional write. */
export type Condition = Pick<
  DeleteCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** One item of a table whose partition key is a string. */
export class TableItem {
  constructor(
    private readonly dynamodb: DynamoDBDocumentClient,
    readonly tableName: string,
    private readonly partitionKey: string,
    private readonly id: string,
  ) {}

  /** The key, in the format of the document client. */
  get key(): Readonly<Record<string, string>> {
    return { [this.partitionKey]: this.id };
  }

  /** The command that reads it. */
  get readCommand(): string {
    return this.command('get-item');
  }

  /** The command that deletes it. */
  get deleteCommand(): string {
    return this.command('delete-item');
  }

  /** Its attributes; `undefined` if the item does not exist. */
  async read(): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { Item } = await this.dynamodb.send(
      new GetCommand({ TableName: this.tableName, Key: { ...this.key }, ConsistentRead: true }),
    );
    return Item;
  }

  /** Deletes it. Returns whether the condition held: `false` leaves the item as it is. */
  async delete(condition: Condition = {}): Promise<boolean> {
    try {
      await this.dynamodb.send(
        new DeleteCommand({ TableName: this.tableName, Key: { ...this.key }, ...condition }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  private command(name: string): string {
    const key = JSON.stringify({ [this.partitionKey]: { S: this.id } });
    return `aws dynamodb ${name} --table-name ${this.tableName} --key '${key}'`;
  }
}
