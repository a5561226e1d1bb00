import { ORDER_STATUSES, seesAllOrders, type OrderRecord } from '@snacks/domain';

import { Chips } from '../parts/chips.js';
import { amountText, shortId, statusText } from '../parts/format.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { SearchField } from '../parts/search-field.js';
import { Status } from '../parts/status.js';
import { TableScroll } from '../parts/table-scroll.js';
import { Ago } from '../parts/time.js';
import { actor, may } from '../state/access.js';
import type { Parameters } from '../state/hash.js';
import { linkWith, location } from '../state/location.js';
import { overview } from '../state/overview.js';
import { usePagedList } from '../state/paged.js';
import { LoadExamples } from './load-examples.js';

const WAITS = [
  { name: 'Any time', seconds: undefined },
  { name: '30 seconds', seconds: '30' },
  { name: '5 minutes', seconds: '300' },
  { name: '1 hour', seconds: '3600' },
  { name: '1 day', seconds: '86400' },
];

/** The orders, newest first, narrowed by state, customer, any id, and how long they wait. */
export function OrdersView() {
  const { status, customer, q, waits } = chosenFilters();
  const asOperator = may('GET /operations/orders');
  const list = usePagedList<OrderRecord>(
    asOperator ? 'operations/orders' : 'orders',
    q === undefined ? { status, customerId: customer, waitingLongerThan: waits, limit: 50 } : { q },
    ({ orderId }) => orderId,
  );
  const narrowed = [status, customer, q, waits].some((value) => value !== undefined);
  return (
    <>
      <OrderFilters />
      <Problem error={list.error} />
      {list.items === undefined && list.error === undefined && <Loading />}
      {list.items?.length === 0 &&
        (narrowed ? (
          <Empty title="No order matches these filters.">
            <a
              class="button"
              href={linkWith({
                status: undefined,
                customer: undefined,
                q: undefined,
                waits: undefined,
              })}
            >
              Show all orders
            </a>
          </Empty>
        ) : (
          <Empty title="There are no orders yet.">
            <LoadExamples />
          </Empty>
        ))}
      {list.items !== undefined && list.items.length > 0 && <OrderTable orders={list.items} />}
      {list.more !== undefined && (
        <button type="button" class="button" onClick={list.more}>
          Show more
        </button>
      )}
    </>
  );
}

function OrderFilters() {
  const { status, waits } = chosenFilters();
  const asOperator = may('GET /operations/orders');
  return (
    <>
      {seesAllOrders(actor.value) ? (
        <div class="filters">
          {asOperator && (
            <SearchField parameter="q" label="Find by order, event or correlation id" />
          )}
          <SearchField parameter="customer" label="Customer id" />
        </div>
      ) : (
        <p class="lead">Your orders, the newest first.</p>
      )}
      <Chips
        label="State"
        items={[
          {
            name: 'All',
            href: linkWith({ status: undefined, q: undefined }),
            chosen: status === undefined,
          },
          ...ORDER_STATUSES.map((name) => ({
            name: statusText(name),
            href: linkWith({ status: name, q: undefined }),
            chosen: status === name,
            count: countOf(name),
          })),
        ]}
      />
      {asOperator && (
        <div class="chips-row">
          <span class="chips-label">In its state for longer than</span>
          <Chips
            label="In its state for longer than"
            items={WAITS.map(({ name, seconds }) => ({
              name,
              href: linkWith({ waits: seconds, q: undefined }),
              chosen: waits === seconds,
            }))}
          />
        </div>
      )}
    </>
  );
}

/** The filters of the URL that the person may use: customers see their own orders, by their state. */
function chosenFilters(): Parameters {
  const { status, customer, q, waits } = location.value.parameters;
  if (may('GET /operations/orders')) return { status, customer, q, waits };
  return seesAllOrders(actor.value) ? { status, customer } : { status };
}

function countOf(status: string): string | undefined {
  const row = overview.value?.orders.find((one) => one.status === status);
  return row === undefined || row.count === 0 ? undefined : `${row.count}${row.more ? '+' : ''}`;
}

function OrderTable({ orders }: { readonly orders: readonly OrderRecord[] }) {
  const chosen = location.value.parameters.order;
  return (
    <TableScroll label="Orders">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Total
            </th>
            <th scope="col" class="wide">
              Snacks
            </th>
            <th scope="col" class="not-phone">
              Changed
            </th>
            <th scope="col" class="wide">
              Order
            </th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.orderId} class={order.orderId === chosen ? 'chosen' : undefined}>
              <th scope="row">
                <a class="row-link" href={linkWith({ order: order.orderId })}>
                  {order.customerName}
                </a>
                {order.priority === 'high' && <span class="tag">high priority</span>}
              </th>
              <td>
                <Status status={order.status} />
              </td>
              <td class="number">{amountText(order.totalAmount)}</td>
              <td class="wide muted">{snackText(order)}</td>
              <td class="not-phone">
                <Ago at={order.updatedAt} />
              </td>
              <td class="wide">
                <code>{shortId(order.orderId)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function snackText({ snackItems }: OrderRecord): string {
  const [first, ...more] = snackItems;
  if (first === undefined) return '';
  const text = `${first.quantity} × ${first.name}`;
  return more.length === 0 ? text : `${text} + ${more.length} more`;
}
