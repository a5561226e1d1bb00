import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  indexEntry,
  itemReadUnits,
  queryUnits,
  refusedWriteUnits,
  writeUnits,
  type WriteUnits,
} from '@snacks/adapters-aws/dynamodb';
import { isFields } from '@snacks/domain';
import { topology } from '@snacks/handlers';

type Document = Readonly<Record<string, unknown>>;

/** A table of the topology. */
type Table = (typeof topology.tables)[keyof typeof topology.tables];

/** A request of a function, with the units that AWS charges for it. */
export interface MeteredRequest<Caller> {
  readonly caller: Caller;
  readonly operation: string;
  readonly table: string;
  readonly writes: readonly WriteUnits[];
  readonly reads: number;
}

/** A write to an item that took effect. */
export interface ItemChange {
  readonly table: string;
  readonly before: Document | undefined;
  readonly after: Document | undefined;
}

export interface DynamoDbMeterOptions<Caller> {
  /** The client whose requests are counted. */
  readonly client: DynamoDBClient;
  /** Reads items around the counted requests. Its own requests are not counted. */
  readonly observer: DynamoDBClient;
  /** Who makes the current request; `undefined` if it does not count. */
  readonly callerOf: () => Caller | undefined;
  readonly onRequest: (request: MeteredRequest<Caller>) => void;
  /** Called for each write that took effect, like a stream of all tables. */
  readonly onChange: (change: ItemChange) => void;
}

/**
 * Counts the units of a client's requests by AWS's rules. It reads the item before and after each write, one
 * write after the other, and repeats each query without its filter.
 *
 * It throws an error for an operation that it does not know.
 */
export function meterDynamoDb<Caller>(options: DynamoDbMeterOptions<Caller>): void {
  const { client, observer, callerOf, onRequest, onChange } = options;
  const engine = new Engine(DynamoDBDocumentClient.from(observer));
  let lastWrite: Promise<unknown> = Promise.resolve();

  /** Runs writes one after the other, so that each is seen with its own item before and after. */
  async function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = lastWrite.then(run);
    lastWrite = turn.catch(() => undefined);
    return turn;
  }

  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const caller = callerOf();
        if (caller === undefined) return next(args);
        const operation = String(commandName).replace(/Command$/, '');
        const input: unknown = args.input;
        if (!isFields(input)) throw new Error(`A request of ${operation} has no input.`);
        const count = (table: Table, writes: readonly WriteUnits[], reads: number) =>
          onRequest({ caller, operation, table: table.name, writes, reads });

        if (!/^(Put|Update|Delete)Item$/.test(operation)) {
          for (const { table, units } of await engine.readsOf(operation, input)) {
            count(table, [], units);
          }
          return next(args);
        }
        return inTurn(async () => {
          const table = tableOf(input.TableName);
          const key = keyIn(table, input);
          const before = await engine.find(table, key);
          try {
            const result = await next(args);
            const after = await engine.find(table, key);
            count(table, writeUnits(table, { before, after }), 0);
            onChange({ table: table.name, before, after });
            return result;
          } catch (error) {
            if (error instanceof ConditionalCheckFailedException) {
              const after = isFields(input.Item) ? input.Item : undefined;
              count(table, refusedWriteUnits(table, key, { before, after }), 0);
            }
            throw error;
          }
        });
      },
    { step: 'initialize', name: 'units', priority: 'high' },
  );
}

/** Reads from the engine what a counted request reads. */
class Engine {
  constructor(private readonly client: DynamoDBDocumentClient) {}

  async find(table: Table, key: Document): Promise<Document | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: table.name, Key: { ...key }, ConsistentRead: true }),
    );
    return Item;
  }

  async readsOf(operation: string, input: Document) {
    switch (operation) {
      case 'GetItem':
        return [await this.itemReads(tableOf(input.TableName), input.Key, input.ConsistentRead)];
      case 'BatchGetItem':
        return Promise.all(keysOf(input).map(async (each) => this.itemReads(...each)));
      case 'Query':
        return [await this.queryReads(tableOf(input.TableName), input)];
      default:
        throw new Error(`The meter does not count ${operation} yet: add its rule.`);
    }
  }

  private async itemReads(table: Table, key: unknown, consistent: unknown) {
    const item = await this.find(table, isFields(key) ? key : {});
    return { table, units: itemReadUnits(item, consistent === true) };
  }

  /** The engine's own filter and projection would hide what the query reads. */
  private async queryReads(table: Table, input: Document) {
    const query = withoutFilter(input);
    const used = new Set(String(query.KeyConditionExpression).match(/[#:]\w+/g));
    const usedOf = (values: unknown) =>
      Object.entries(isFields(values) ? values : {}).filter(([name]) => used.has(name));
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        ...query,
        TableName: table.name,
        ExpressionAttributeNames: Object.fromEntries(
          usedOf(query.ExpressionAttributeNames).map(([name, value]) => [name, String(value)]),
        ),
        ExpressionAttributeValues: Object.fromEntries(usedOf(query.ExpressionAttributeValues)),
      }),
    );
    const index = indexesOf(table).find(({ name }) => name === query.IndexName);
    const read = Items.map((item: Document) =>
      index === undefined ? item : (indexEntry(table, index, item) ?? {}),
    );
    return { table, units: queryUnits(read, query.ConsistentRead === true) };
  }
}

/** A query that returns all that it reads. */
function withoutFilter(query: Document): Document {
  return { ...query, FilterExpression: undefined, ProjectionExpression: undefined };
}

function tableOf(name: unknown): Table {
  const table = Object.values(topology.tables).find((one) => one.name === name);
  if (table === undefined) throw new Error(`The topology has no table ${String(name)}.`);
  return table;
}

function indexesOf({ indexes = {} }: Table) {
  return Object.values(indexes);
}

function keyIn({ partitionKey }: Table, { Key, Item }: Document): Document {
  const source = isFields(Key) ? Key : isFields(Item) ? Item : {};
  return { [partitionKey]: source[partitionKey] };
}

/** The keys of a batch, each with its table and its consistency. */
function keysOf({ RequestItems }: Document): [Table, unknown, unknown][] {
  return Object.entries(isFields(RequestItems) ? RequestItems : {}).flatMap(([name, request]) => {
    const { Keys, ConsistentRead } = isFields(request) ? request : {};
    return (Array.isArray(Keys) ? Keys : []).map((key: unknown): [Table, unknown, unknown] => [
      tableOf(name),
      key,
      ConsistentRead,
    ]);
  });
}
