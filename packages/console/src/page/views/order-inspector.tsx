import type { OrderView } from '../api/contract.js';
import { amountText } from '../parts/format.js';
import { CopyButton } from '../parts/copy-button.js';
import { Inspector } from '../parts/inspector.js';
import { Loading, Problem } from '../parts/message.js';
import { Status } from '../parts/status.js';
import { Countdown } from '../parts/time.js';
import { linkWith } from '../state/location.js';
import { useResource } from '../state/resource.js';
import { OrderActions } from './order-actions.js';
import { OrderFacts } from './order-facts.js';
import { OrderItems } from './order-items.js';
import { isPermitted } from './permitted-actions.js';
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
  const stockOf = (name: string): string => {
    const row = view.stock.find((one) => one.name === name);
    return row === undefined ? 'no record' : `${row.available} left`;
  };
  const failed =
    order.status === 'FAILED' || order.status === 'REJECTED' || view.deadLetters.length > 0;
  return (
    <>
      <section class={failed ? 'summary summary-failed' : 'summary'} aria-label="Summary">
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
        <OrderActions
          order={order}
          actions={summary.actions.filter((one) => isPermitted(one, order))}
          reload={reload}
        />
      </section>
      <OrderFacts order={order}>
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
      </OrderFacts>
      <OrderItems order={order} stockOf={stockOf} />
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
