import {
  DescribeTableCommand,
  GetItemCommand,
  paginateScan,
  PutItemCommand,
  type DynamoDBClient,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';

type Item = NonNullable<ScanCommandInput['ExclusiveStartKey']>;

interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** An index, with the orders that must be in it and were not found there yet, by their id and keys. */
interface Index {
  readonly name: string;
  readonly keys: readonly string[];
  readonly missing: Map<string, string>;
}

/**
 * Writes each order again of which an index of the orders table has no entry. Returns how many it wrote.
 * Call it before any other write.
 *
 * Unlike DynamoDB, dynalite writes in three steps: it deletes the old index entries, puts the new
 * ones, then puts the item. A process that is killed between the steps leaves an acknowledged order that is
 * in no listing, so it is not resumed. It may also leave entries of a change that never reached the item:
 * listings leave them out, and no caller got a response for that change.
 *
 * It reads every order, at about 50 µs each.
 */
export async function repairIndexes(client: DynamoDBClient, tableName: string): Promise<number> {
  const table = { client, tableName };
  const indexes = await indexesOf(table);
  await readItems(table, indexes);
  for (const { name, keys, missing } of indexes) {
    for await (const entry of scan(table, { IndexName: name })) {
      if (missing.get(idOf(entry)) === keysOf(entry, keys)) missing.delete(idOf(entry));
    }
  }
  const lost = new Set(indexes.flatMap(({ missing }) => Array.from(missing.keys())));
  for (const orderId of lost) await writeAgain(table, orderId);
  return lost.size;
}

async function indexesOf({ client, tableName }: Table): Promise<readonly Index[]> {
  const { Table: description } = await client.send(
    new DescribeTableCommand({ TableName: tableName }),
  );
  return (description?.GlobalSecondaryIndexes ?? []).map(({ IndexName = '', KeySchema = [] }) => ({
    name: IndexName,
    keys: KeySchema.flatMap(({ AttributeName }) => AttributeName ?? []),
    missing: new Map<string, string>(),
  }));
}

/** Adds to each index the orders that must be in it. */
async function readItems(table: Table, indexes: readonly Index[]): Promise<void> {
  const keys = [...new Set(indexes.flatMap((index) => index.keys))];
  const ProjectionExpression = ['orderId', ...keys].join(', ');
  for await (const item of scan(table, { ProjectionExpression })) {
    for (const index of indexes) {
      if (index.keys.every((key) => item[key] !== undefined)) {
        index.missing.set(idOf(item), keysOf(item, index.keys));
      }
    }
  }
}

async function* scan(
  { client, tableName }: Table,
  options: Pick<ScanCommandInput, 'IndexName' | 'ProjectionExpression'>,
): AsyncGenerator<Item> {
  for await (const page of paginateScan({ client }, { TableName: tableName, ...options })) {
    yield* page.Items ?? [];
  }
}

async function writeAgain({ client, tableName }: Table, orderId: string): Promise<void> {
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: { orderId: { S: orderId } } }),
  );
  await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
}

function idOf(item: Item): string {
  return item.orderId?.S ?? '';
}

function keysOf(item: Item, keys: readonly string[]): string {
  return JSON.stringify(keys.map((key) => item[key]?.S));
}
