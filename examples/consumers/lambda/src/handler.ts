import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createReceiptArchiver } from './create-handler.js';
import { DynamoDbReceipts } from './dynamodb-receipts.js';
import { jsonLog } from './log.js';

const { RECEIPTS_TABLE } = process.env;
if (RECEIPTS_TABLE === undefined) throw new Error('RECEIPTS_TABLE is not set.');

const client = DynamoDBDocumentClient.from(new DynamoDBClient());

/** The entry that Lambda invokes with a batch of messages. */
export const handler = createReceiptArchiver({
  receipts: new DynamoDbReceipts(client, RECEIPTS_TABLE),
  log: jsonLog,
});
