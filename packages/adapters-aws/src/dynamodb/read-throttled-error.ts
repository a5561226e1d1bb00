/** DynamoDB did not return some of the requested items, most likely because of throttling. Try again. */
export class ReadThrottledError extends Error {
  readonly code = 'READ_THROTTLED';
  override readonly name = 'ReadThrottledError';

  constructor(
    readonly tableName: string,
    /** The number of items that are missing. */
    readonly missing: number,
  ) {
    super(`DynamoDB returned all but ${missing} items of the table ${tableName}. Try again.`);
  }
}
