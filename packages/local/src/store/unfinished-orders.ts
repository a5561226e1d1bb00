import { paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isOrderKey, orderIdOf, type OrderId } from '@snacks/domain';
import { topology } from '@snacks/handlers';

const HELD = 'held#';

/** Orders are under way in the folder that an earlier version keeps under other keys. */
export class EarlierStoreError extends Error {
  readonly code = 'STORE_OF_EARLIER_VERSION';
  override readonly name = 'EarlierStoreError';

  constructor() {
    super(
      'Those under way were left by an earlier version, which kept their stock and payments under other keys: start that version on it once more, and stop it when all orders have ended.',
    );
  }
}

/**
 * The orders that hold some stock or an authorised payment. Most are under way; one that has ended
 * was left by a process that was killed before it had carried that out.
 *
 * @throws {EarlierStoreError} where an earlier version has left some.
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
  throw new EarlierStoreError();
}
