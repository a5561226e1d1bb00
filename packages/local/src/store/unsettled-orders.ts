import { paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isOrderKey, orderIdOf, type OrderId } from '@snacks/domain';
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
      const key = name.slice(HELD.length);
      if (isOrderKey(key)) unsettled.add(orderIdOf(key));
    }
  }
  for await (const { Items = [] } of paginateScan({ client }, { TableName: payments.name })) {
    for (const { orderId, state } of Items) {
      const key = orderId?.S;
      if (state?.S === 'authorised' && isOrderKey(key)) unsettled.add(orderIdOf(key));
    }
  }
  return unsettled;
}
