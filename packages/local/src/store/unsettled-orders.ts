import { paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { OrderId } from '@snacks/domain';
import { topology } from '@snacks/handlers';

const HELD = 'held#';

/**
 * The orders that hold some stock or an authorised payment. Most are under way; one that has ended
 * was left by a process that was killed before it had carried that out.
 */
export async function unsettledOrders(client: DynamoDBClient): Promise<ReadonlySet<OrderId>> {
  const { stock, payments } = topology.tables;
  const unsettled = new Set<OrderId>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: stock.name })) {
    const attributes = Items.flatMap((item) => Object.keys(item));
    for (const name of attributes.filter((one) => one.startsWith(HELD))) {
      unsettled.add(name.slice(HELD.length));
    }
  }
  for await (const { Items = [] } of paginateScan({ client }, { TableName: payments.name })) {
    for (const { orderId, state } of Items) {
      if (state?.S === 'authorised' && orderId?.S !== undefined) unsettled.add(orderId.S);
    }
  }
  return unsettled;
}
