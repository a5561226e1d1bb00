import type { OrderRecord } from '@snacks/domain';

import type { OrderView } from '../api/contract.js';
import { amountText } from '../parts/format.js';
import { CopyButton } from '../parts/copy-button.js';
import { Inspector } from '../parts/inspector.js';
import { Loading, Problem } from '../parts/message.js';
import { Status } from '../parts/status.js';
import { Ago, Clock, Countdown } from '../parts/time.js';
import { linkTo, linkWith } from '../state/location.js';
import { useResource } from '../state/resource.js';
import { OrderActions } from './order-actions.js';
import { TimeAxis } from './time-axis.js';

/** Everything about one order: why it is where it is, what can be done, and all that happened to it. */
export function OrderInspector({ orderId }: { readonly orderId: string }) {
  const { data, error, reload } = useResource<OrderView>(
    `operations/orders/${encodeURIComponent(orderId)}`,
  );
  return (
    <Inspector
      title={data === undefined ? 'Order' : `Order of ${data.order.customerName}`}
      closeLink={linkWith({ order: undefined, kinds: undefined })}
    >
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data !== undefined && <Details view={data} reload={reload} />}
    </Inspector>
  );
}

function Details({ view, reload }: { readonly view: OrderView; readonly reload: () => void }) {
  const { summary, order, axis, missing } = view;
  const ended = order.status === 'FAILED' || order.status === 'REJECTED';
  return (
    <>
      <section class={ended ? 'summary summary-failed' : 'summary'} aria-label="Summary">
        <p class="summary-first">
          <Status status={order.status} />{' '}
          {summary.reason !== undefined && <code>{summary.reason}</code>}
          <strong>{summary.why}</strong>
        </p>
        <p>
          {summary.next.text}
          {summary.next.at !== undefined && (
            <>
              {' '}
              (<Countdown to={summary.next.at} />)
            </>
          )}
        </p>
        <OrderActions view={view} reload={reload} />
      </section>
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
              <a href={linkTo('orders', { customer: order.customerId })}>{order.customerId}</a>
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
        {view.payment !== undefined && (
          <>
            <dt>Payment</dt>
            <dd>
              {view.payment.state}, {amountText(view.payment.amount)}{' '}
              <span class="muted">{view.payment.reference}</span>
            </dd>
          </>
        )}
        {view.workflow !== undefined && (
          <>
            <dt>Approval workflow</dt>
            <dd>
              {view.workflow.status.toLowerCase().replaceAll('_', ' ')}
              {view.workflow.status === 'RUNNING' && (
                <>
                  , <Countdown to={view.workflow.deadline} /> left
                </>
              )}
            </dd>
          </>
        )}
      </dl>
      <Items order={order} view={view} />
      {missing.map(({ part, message }) => (
        <p key={part} class="notice notice-warning">
          Could not read the {part}: {message}
        </p>
      ))}
      <TimeAxis axis={axis} />
      <details>
        <summary>The order as JSON</summary>
        <CopyButton label="Copy the JSON" text={() => JSON.stringify(order, null, 2)} />
        <pre tabIndex={0}>{JSON.stringify(order, null, 2)}</pre>
      </details>
    </>
  );
}

function Items({ order, view }: { readonly order: OrderRecord; readonly view: OrderView }) {
  const stockOf = (name: string): string => {
    const row = view.stock.find((one) => one.name === name);
    return row === undefined ? 'no record' : `${row.available} left`;
  };
  return (
    <table class="compact">
      <caption class="hidden">Snacks of the order</caption>
      <thead>
        <tr>
          <th scope="col">Snack</th>
          <th scope="col" class="number">
            Pieces
          </th>
          <th scope="col" class="number">
            Price
          </th>
          <th scope="col">Stock now</th>
        </tr>
      </thead>
      <tbody>
        {order.snackItems.map(({ name, quantity, price }, index) => (
          <tr key={`${index} ${name}`}>
            <th scope="row">{name}</th>
            <td class="number">{quantity}</td>
            <td class="number">{amountText(price)}</td>
            <td class="muted">{stockOf(name)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td />
          <td class="number">
            <strong>{amountText(order.totalAmount)}</strong>
          </td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}
