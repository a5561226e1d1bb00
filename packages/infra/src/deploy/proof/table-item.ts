import {
  DeleteCommand,
  GetCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';

/** What must hold of an item for a write to take place. */
export type Condition = Pick<
  DeleteCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** One item of a table, which a text names. */
export class TableItem {
  constructor(
    private readonly dynamodb: DynamoDBDocumentClient,
    readonly tableName: string,
    private readonly partitionKey: string,
    private readonly id: string,
  ) {}

  /** The key, as the document client takes it. */
  get key(): Readonly<Record<string, string>> {
    return { [this.partitionKey]: this.id };
  }

  /** What to type to read it. */
  get readCommand(): string {
    return this.command('get-item');
  }

  /** What to type to delete it. */
  get deleteCommand(): string {
    return this.command('delete-item');
  }

  /** Its attributes; `undefined` where there is no such item. */
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
