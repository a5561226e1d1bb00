import { seesAllOrders, type OrderRecord } from '@snacks/domain';
import type { ComponentChildren } from 'preact';

import { CopyButton } from '../parts/copy-button.js';
import { Ago, Clock } from '../parts/time.js';
import { actor } from '../state/access.js';
import { linkTo } from '../state/location.js';

/** What an order is, and further facts about it. */
export function OrderFacts({
  order,
  children,
}: {
  readonly order: OrderRecord;
  readonly children?: ComponentChildren;
}) {
  return (
    <dl class="facts">
      <dt>Order</dt>
      <dd>
        <code class="id">{order.orderId}</code>{' '}
        <CopyButton label="Copy id" text={() => order.orderId} />
      </dd>
      {order.customerId !== undefined && (
        <>
          <dt>Customer id</dt>
          <dd>
            {seesAllOrders(actor.value) ? (
              <a href={linkTo('orders', { customer: order.customerId })}>{order.customerId}</a>
            ) : (
              order.customerId
            )}
          </dd>
        </>
      )}
      <dt>Placed</dt>
      <dd>
        <Clock at={order.createdAt} milliseconds /> (<Ago at={order.createdAt} />)
      </dd>
      <dt>Priority</dt>
      <dd>{order.priority}</dd>
      <dt>Version</dt>
      <dd>{order.version}</dd>
      {children}
    </dl>
  );
}
