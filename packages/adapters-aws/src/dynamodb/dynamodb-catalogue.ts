import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  CatalogueContendedError,
  FIELD_RULES,
  isCents,
  isFields,
  type Snack,
} from '@snacks/domain';
import {
  EMPTY_CATALOGUE,
  sortedByName,
  withoutSnack,
  withSnack,
  type Catalogue,
  type CatalogueSnapshot,
} from '@snacks/domain/ports';
import { CATALOGUE_TABLE } from '../tables.js';
import { documentClient } from './document-client.js';

export interface DynamoDbCatalogueOptions {
  readonly tableName: string;
}

/** The item of the catalogue is not one that this version can read. */
export class StoredCatalogueInvalidError extends Error {
  readonly code = 'STORED_CATALOGUE_INVALID';
  override readonly name = 'StoredCatalogueInvalidError';
}

/** The key of the catalogue's only item. */
const KEY = { [CATALOGUE_TABLE.partitionKey]: 'snacks' };

/** The attempts of a change, if concurrent changes are written first. */
const MAX_ATTEMPTS = 20;

/**
 * Keeps the catalogue in one item of a DynamoDB table that `CATALOGUE_TABLE` describes, so that a read is one
 * request and always has one version. A change is one write, conditional on the version that it changes.
 *
 * Throws the errors of the port, `StoredCatalogueInvalidError`, and the client's errors.
 */
export class DynamoDbCatalogue implements Catalogue {
  private readonly client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbCatalogueOptions,
  ) {
    this.client = documentClient(client);
  }

  async read(): Promise<CatalogueSnapshot> {
    const { tableName } = this.options;
    const { Item } = await this.client.send(
      new GetCommand({ TableName: tableName, Key: KEY, ConsistentRead: true }),
    );
    return Item === undefined ? EMPTY_CATALOGUE : fromItem(Item);
  }

  async put(snack: Snack): Promise<'added' | 'changed' | 'unchanged'> {
    const change = await this.change((catalogue) => withSnack(catalogue, snack));
    if (change === undefined) return 'unchanged';
    return change.after.snacks.length > change.before.snacks.length ? 'added' : 'changed';
  }

  async remove(name: string): Promise<'removed' | 'unknown'> {
    const change = await this.change((catalogue) => withoutSnack(catalogue, name));
    return change === undefined ? 'unknown' : 'removed';
  }

  /** Reads the catalogue, decides, and writes it, until no other write came in between. */
  private async change(
    decide: (catalogue: CatalogueSnapshot) => CatalogueSnapshot | undefined,
  ): Promise<{ before: CatalogueSnapshot; after: CatalogueSnapshot } | undefined> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const before = await this.read();
      const after = decide(before);
      if (after === undefined) return undefined;
      if (await this.replace(before, after)) return { before, after };
    }
    throw new CatalogueContendedError();
  }

  /** Whether the catalogue still had this version, and is replaced. */
  private async replace(before: CatalogueSnapshot, after: CatalogueSnapshot): Promise<boolean> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.options.tableName,
          Item: { ...KEY, ...after },
          ConditionExpression: 'attribute_not_exists(#version) OR #version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': before.version },
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return false;
    }
  }
}

function fromItem({ version, snacks }: Readonly<Record<string, unknown>>): CatalogueSnapshot {
  if (typeof version === 'number' && Array.isArray(snacks) && snacks.every(isSnack)) {
    return { version, snacks: sortedByName(snacks) };
  }
  throw new StoredCatalogueInvalidError('The stored catalogue cannot be read.');
}

function isSnack(snack: unknown): snack is Snack {
  return (
    isFields(snack) &&
    FIELD_RULES.name.accepts(snack.name) &&
    typeof snack.price === 'number' &&
    isCents(snack.price)
  );
}
