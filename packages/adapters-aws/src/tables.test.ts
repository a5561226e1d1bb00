import { describe, expect, it } from '@jest/globals';
import { createTableInput } from './dynamodb/create-table.js';
import { ORDERS_TABLE } from './tables.js';

/** Returns the key schema of an index. */
function keys(partitionKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: 'createdAtOrderId', KeyType: 'RANGE' },
  ];
}

describe('the orders table', () => {
  it('has one key, two indexes of keys only, and a stream with both images', () => {
    const keysOnly = { ProjectionType: 'KEYS_ONLY' };

    expect(createTableInput('Orders', ORDERS_TABLE)).toEqual({
      TableName: 'Orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['orderId', 'statusShard', 'createdAtOrderId', 'customerId'].map(
        (name) => ({ AttributeName: name, AttributeType: 'S' }),
      ),
      KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        { IndexName: 'by-status', KeySchema: keys('statusShard'), Projection: keysOnly },
        { IndexName: 'by-customer', KeySchema: keys('customerId'), Projection: keysOnly },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });
});
