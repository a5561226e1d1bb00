/** A table as plain data. All key attributes are strings. */
export interface TableDescription {
  readonly partitionKey: string;
  readonly indexes?: Readonly<Record<string, IndexDescription>>;
  /** What the table's stream tells of a change; without it the table has no stream. */
  readonly streamView?: 'NEW_AND_OLD_IMAGES';
  /** The attribute with the second since the epoch after which DynamoDB deletes an item. */
  readonly timeToLiveAttribute?: string;
}

/** A secondary index, which projects whole items. */
export interface IndexDescription {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}
