import { paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { OrderId } from '@snacks/domain';
import { isOrderKey, orderIdOf } from '@snacks/domain/ports';
import { topology } from '@snacks/handlers';

import { EarlierStoreError } from './earlier-store.js';

const HELD = 'held#';

/**
 * Returns the orders that hold stock or an authorised payment. Most are under way. An ended order is
 * among them if the process was killed before it released or captured what the order held.
 *
 * @throws {EarlierStoreError} if an earlier version left such orders.
 */
export async function unfinishedOrders(client: DynamoDBClient): Promise<ReadonlySet<OrderId>> {
  const { stock, payments } = topology.tables;
  const unfinished = new Set<OrderId>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: stock.name })) {
    const attributes = Items.flatMap((item) => Object.keys(item));
    for (const name of attributes.filter((one) => one.startsWith(HELD))) {
      const key = name.slice(HELD.length);
      unfinished.add(orderOf(key));
    }
  }
  for await (const { Items = [] } of paginateScan({ client }, { TableName: payments.name })) {
    for (const { orderId, state } of Items) {
      const key = orderId?.S;
      if (state?.S === 'authorised' && key !== undefined) unfinished.add(orderOf(key));
    }
  }
  return unfinished;
}

function orderOf(key: string): OrderId {
  if (isOrderKey(key)) return orderIdOf(key);
  throw new EarlierStoreError(
    'It left orders under way, with their stock and payments under other keys. Start that version on the folder again, and stop it when all orders have ended.',
  );
}
