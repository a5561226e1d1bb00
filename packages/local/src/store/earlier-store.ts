import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** An earlier version wrote the store in a form that this version cannot read. */
export class EarlierStoreError extends Error {
  readonly code = 'STORE_OF_EARLIER_VERSION';
  override readonly name = 'EarlierStoreError';

  /** @param remedy what is different, and what to do about it. */
  constructor(remedy: string) {
    super(`An earlier version wrote them. ${remedy}`);
  }
}

/**
 * Checks that this version can read the items of the orders table.
 *
 * @throws {EarlierStoreError} if its indexes are those of the versions that wrote orders in another form.
 */
export async function assertReadable(client: DynamoDBClient, tableName: string): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const isCurrent = (Table?.GlobalSecondaryIndexes ?? []).every(
    ({ Projection }) => Projection?.ProjectionType === 'KEYS_ONLY',
  );
  if (isCurrent) return;
  throw new EarlierStoreError('Their form is another one. Use that version, or another folder.');
}
