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

/** An index, with the orders that ought to be in it and have not been met there. */
interface Index {
  readonly name: string;
  readonly keys: readonly string[];
  readonly unmet: Set<string>;
}

/**
 * Brings the indexes of the orders table in line with its items, and returns how many orders it
 * wrote for that. To be called before anybody else writes.
 *
 * Unlike DynamoDB, dynalite makes three steps of a write: it takes the old entries out of the
 * indexes, puts the new ones in, and then writes the item. A process that is killed in between
 * leaves an acknowledged order that no listing meets, and so nobody resumes, or lists an order that
 * is not there. Both are mended by a write that ends the interrupted one: where an entry is ahead
 * of its item, by writing what the entry holds (nobody was told that the write had failed); where
 * the entry is gone, by writing the item as it is.
 *
 * It reads every order, at about 50 µs each.
 */
export async function repairIndexes(client: DynamoDBClient, tableName: string): Promise<number> {
  const table = { client, tableName };
  const indexes = await indexesOf(table);
  const versions = await readVersions(table, indexes);
  let written = 0;
  for (const index of indexes) {
    for await (const entry of scan(table, { IndexName: index.name })) {
      const orderId = idOf(entry);
      index.unmet.delete(orderId);
      if (versionOf(entry) <= (versions.get(orderId) ?? 0)) continue;
      await client.send(new PutItemCommand({ TableName: tableName, Item: entry }));
      versions.set(orderId, versionOf(entry));
      for (const { unmet } of indexes) unmet.delete(orderId);
      written += 1;
    }
  }
  const lost = new Set(indexes.flatMap(({ unmet }) => Array.from(unmet)));
  for (const orderId of lost) await writeAgain(table, orderId);
  return written + lost.size;
}

async function indexesOf({ client, tableName }: Table): Promise<readonly Index[]> {
  const { Table: description } = await client.send(
    new DescribeTableCommand({ TableName: tableName }),
  );
  return (description?.GlobalSecondaryIndexes ?? []).map(({ IndexName = '', KeySchema = [] }) => ({
    name: IndexName,
    keys: KeySchema.flatMap(({ AttributeName }) => AttributeName ?? []),
    unmet: new Set<string>(),
  }));
}

/** The version of every item. Notes with each index which orders it ought to hold. */
async function readVersions(table: Table, indexes: readonly Index[]): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  const keys = [...new Set(indexes.flatMap((index) => index.keys))];
  const ProjectionExpression = ['orderId', 'version', ...keys].join(', ');
  for await (const item of scan(table, { ProjectionExpression })) {
    const orderId = idOf(item);
    versions.set(orderId, versionOf(item));
    for (const index of indexes) {
      if (index.keys.every((key) => item[key] !== undefined)) index.unmet.add(orderId);
    }
  }
  return versions;
}

async function* scan(
  { client, tableName }: Table,
  what: Pick<ScanCommandInput, 'IndexName' | 'ProjectionExpression'>,
): AsyncGenerator<Item> {
  for await (const page of paginateScan({ client }, { TableName: tableName, ...what })) {
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

function versionOf(item: Item): number {
  return Number(item.version?.N ?? 0);
}
