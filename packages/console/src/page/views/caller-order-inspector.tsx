import type { OrderRecord, OrderStatus, TimelineEntry } from '@snacks/domain';

import type { AxisEntry } from '../api/contract.js';
import { statusText } from '../parts/format.js';
import { Inspector } from '../parts/inspector.js';
import { Loading, Problem } from '../parts/message.js';
import { Status } from '../parts/status.js';
import { linkWith } from '../state/location.js';
import { useResource } from '../state/resource.js';
import { OrderActions } from './order-actions.js';
import { OrderFacts } from './order-facts.js';
import { OrderItems } from './order-items.js';
import { actionsOfCallers } from './permitted-actions.js';
import { TimeAxis } from './time-axis.js';

const MEANING: Readonly<Record<OrderStatus, string>> = {
  NEW: 'The order is placed. Its processing begins soon.',
  PENDING_APPROVAL: 'The order waits for an approver.',
  APPROVED: 'The order is approved. Its processing begins soon.',
  PROCESSING: 'The order is being processed.',
  PROCESSED: 'The order is paid and fulfilled.',
  REJECTED: 'The order is not approved.',
  CANCELLED: 'The order is cancelled.',
  FAILED: 'The order could not be fulfilled.',
};

interface Timeline {
  readonly timeline: readonly TimelineEntry[];
}

/** One order as its customer and approvers see it: its state, its timeline, and what they can do. */
export function CallerOrderInspector({ orderId }: { readonly orderId: string }) {
  const path = `orders/${encodeURIComponent(orderId)}`;
  const { data: order, error, reload } = useResource<OrderRecord>(path);
  return (
    <Inspector
      title={order === undefined ? 'Order' : `Order of ${order.customerName}`}
      closeLink={linkWith({ order: undefined, kinds: undefined })}
    >
      <Problem error={error} />
      {order === undefined && error === undefined && <Loading />}
      {order !== undefined && <Details order={order} path={path} reload={reload} />}
    </Inspector>
  );
}

function Details({
  order,
  path,
  reload,
}: {
  readonly order: OrderRecord;
  readonly path: string;
  readonly reload: () => void;
}) {
  const { status, reason } = order;
  const timeline = useResource<Timeline>(`${path}/timeline`);
  const ended = status === 'FAILED' || status === 'REJECTED';
  return (
    <>
      <section class={ended ? 'summary summary-failed' : 'summary'} aria-label="Summary">
        <p class="summary-first">
          <Status status={status} /> {reason !== undefined && <code>{reason}</code>}
          <strong>{MEANING[status]}</strong>
        </p>
        <OrderActions
          order={order}
          actions={actionsOfCallers(order)}
          reload={() => {
            reload();
            timeline.reload();
          }}
        />
      </section>
      <OrderFacts order={order} />
      <OrderItems order={order} />
      <Problem error={timeline.error} />
      {timeline.data !== undefined && <TimeAxis axis={timeline.data.timeline.map(toAxisEntry)} />}
    </>
  );
}

function toAxisEntry({ at, command, status, actorKind, note }: TimelineEntry): AxisEntry {
  const by = actorKind === undefined ? command : `${command}, by ${actorKind}`;
  return {
    at,
    kind: 'history',
    title: statusText(status),
    detail: note === undefined ? by : `${by}: ${note}`,
  };
}
