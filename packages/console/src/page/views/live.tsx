import type { BusEvent, FoundOrders, MetricsView } from '../api/contract.js';
import { countsOf } from '../live/node-counts.js';
import { nodeOf, picture } from '../live/picture-data.js';
import { PictureView } from '../live/picture-view.js';
import { passes, routesOf } from '../live/routes.js';
import { amountText, countText } from '../parts/format.js';
import { Empty, Problem } from '../parts/message.js';
import { Status } from '../parts/status.js';
import { Clock } from '../parts/time.js';
import { TableScroll } from '../parts/table-scroll.js';
import { stream } from '../state/access.js';
import { linkTo, linkWith, location } from '../state/location.js';
import { deadLetterCount, overview, overviewError } from '../state/overview.js';
import { useResource } from '../state/resource.js';
import { recentEvents } from '../state/stream.js';
import type { PictureNode } from '../../picture.js';
import { LoadExamples } from './load-examples.js';

/** The topology at work: counts, moving orders, and the latest changes. */
export function LiveView() {
  const chosen = nodeOf(location.value.parameters.node);
  return (
    <>
      <p class="lead">
        A new order is stored together with its event. The event takes the blue line to
        order-processor, which reserves the stock, charges the customer, and brings the order to
        PROCESSED. An order of high priority waits for an approver first. Choose a part of the
        picture to see that part alone.
      </p>
      <Problem error={overviewError.value} />
      <Tiles />
      <div class="live">
        <div>
          <PictureView chosen={chosen?.id} />
          <Legend />
          <PictureTable />
        </div>
        <div class="live-side">
          {chosen !== undefined && <NodeDetails node={chosen} />}
          {stream.value === undefined ? <LatestOrders /> : <Feed chosen={chosen} />}
        </div>
      </div>
    </>
  );
}

const IN_PROGRESS = ['NEW', 'APPROVED', 'PROCESSING'];

function Tiles() {
  const { data } = useResource<MetricsView>('operations/metrics?minutes=60');
  const sum = (field: 'placed' | 'processed' | 'failed'): string =>
    data === undefined
      ? '–'
      : countText(data.minutes.reduce((total, minute) => total + minute[field], 0));
  return (
    <ul class="tiles">
      <Tile name="Placed" note="last hour" value={sum('placed')} href={linkTo('charts')} />
      <Tile
        name="Awaiting approval"
        note="now"
        value={unfinished(['PENDING_APPROVAL'])}
        href={linkTo('approvals')}
      />
      <Tile name="In progress" note="now" value={unfinished(IN_PROGRESS)} href={linkTo('orders')} />
      <Tile
        name="Processed"
        note="last hour"
        value={sum('processed')}
        href={linkTo('orders', { status: 'PROCESSED' })}
      />
      <Tile
        name="Failed"
        note="last hour"
        value={sum('failed')}
        href={linkTo('orders', { status: 'FAILED' })}
      />
      <Tile
        name="Dead letters"
        note="now"
        value={overview.value === undefined ? '–' : countText(deadLetterCount.value)}
        href={linkTo('dead-letters')}
        alarming={deadLetterCount.value > 0}
      />
    </ul>
  );
}

/** The number of orders in some states now. */
function unfinished(statuses: readonly string[]): string {
  const rows = overview.value?.orders.filter(({ status }) => statuses.includes(status));
  if (rows === undefined) return '–';
  const count = rows.reduce((total, row) => total + row.count, 0);
  return `${countText(count)}${rows.some(({ more }) => more) ? '+' : ''}`;
}

function Tile({
  name,
  note,
  value,
  href,
  alarming = false,
}: {
  readonly name: string;
  readonly note: string;
  readonly value: string;
  readonly href: string;
  readonly alarming?: boolean;
}) {
  return (
    <li>
      <a class={alarming ? 'tile tile-alarming' : 'tile'} href={href}>
        <span class="tile-name">{name}</span>
        <span class="tile-value">{value}</span>
        <span class="tile-note">{note}</span>
      </a>
    </li>
  );
}

const KINDS = ['function', 'queue', 'table', 'bus or topic', 'workflow'];

function Legend() {
  return (
    <ul class="legend legend-picture">
      {KINDS.map((kind) => (
        <li key={kind} class={`legend-${kind.split(' ')[0] ?? kind}`}>
          {kind}
        </li>
      ))}
      <li class="legend-way">the way of every order</li>
    </ul>
  );
}

function PictureTable() {
  return (
    <details class="as-table">
      <summary>The picture as a table</summary>
      <TableScroll label="The picture as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Now</th>
              <th scope="col">Dead letters</th>
              <th scope="col">Leads to</th>
            </tr>
          </thead>
          <tbody>
            {picture.nodes.map((node) => {
              const { text, deadLetters } = countsOf(node, overview.value);
              return (
                <tr key={node.id}>
                  <th scope="row">
                    <a href={linkTo('live', { node: node.id })}>{node.name}</a>
                  </th>
                  <td>{text}</td>
                  <td class="number">{deadLetters}</td>
                  <td>{neighbours(node, 'from', 'to').join(', ')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </details>
  );
}

function neighbours({ id }: PictureNode, near: 'from' | 'to', far: 'from' | 'to'): string[] {
  return picture.edges
    .filter((edge) => edge[near] === id)
    .map((edge) => nodeOf(edge[far])?.name ?? edge[far]);
}

function NodeDetails({ node }: { readonly node: PictureNode }) {
  const { text, deadLetters } = countsOf(node, overview.value);
  const queue = overview.value?.queues.find(({ name }) => name === node.name);
  return (
    <section class="card" aria-label={node.name}>
      <div class="card-head">
        <h2>{node.name}</h2>
        <a class="button button-quiet" href={linkTo('live')}>
          Show all
        </a>
      </div>
      {node.description !== '' && <p>{node.description}</p>}
      <dl class="facts">
        <dt>Now</dt>
        <dd>{text}</dd>
        {queue?.oldestAgeSeconds !== undefined && queue.oldestAgeSeconds > 0 && (
          <>
            <dt>Oldest message</dt>
            <dd>{countText(Math.round(queue.oldestAgeSeconds))} s</dd>
          </>
        )}
        {node.members.length > 0 && (
          <>
            <dt>Functions</dt>
            <dd>{node.members.join(', ')}</dd>
          </>
        )}
        {node.deadLetterQueues.length > 0 && (
          <>
            <dt>Dead letters</dt>
            <dd>
              {node.deadLetterQueues.map((name) => (
                <a key={name} href={linkTo('dead-letters', { queue: name })}>
                  {name}
                </a>
              ))}{' '}
              ({deadLetters})
            </dd>
          </>
        )}
        {node.kind === 'function' && (
          <>
            <dt>Logs</dt>
            <dd>
              <a href={linkTo('logs', { service: node.name })}>Lines of {node.name}</a>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

const FEED_LENGTH = 40;

function Feed({ chosen }: { readonly chosen: PictureNode | undefined }) {
  const events = recentEvents.value
    .filter((event) => chosen === undefined || passes(routesOf(event, picture), chosen.id))
    .slice(0, FEED_LENGTH);
  return (
    <section class="card" aria-label="Latest changes">
      <h2>Latest changes</h2>
      {events.length === 0 ? (
        <Empty
          title={
            chosen === undefined ? 'No order has changed yet.' : 'Nothing has passed here yet.'
          }
        >
          {chosen === undefined && <LoadExamples />}
        </Empty>
      ) : (
        <ol class="feed">
          {events.map((event) => (
            <FeedItem key={event.detail.metadata?.eventId ?? event.time} event={event} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** The feed of a platform without a stream. */
function LatestOrders() {
  const { data, error } = useResource<FoundOrders>('operations/orders?limit=20');
  return (
    <section class="card" aria-label="Latest orders">
      <h2>Latest orders</h2>
      <Problem error={error} />
      {data?.items.length === 0 && <Empty title="There are no orders yet." />}
      <ol class="feed">
        {data?.items.map(({ orderId, customerName, createdAt, totalAmount, status }) => (
          <li key={orderId}>
            <Clock at={createdAt} />
            <a href={linkWith({ order: orderId })}>{customerName}</a>
            <span class="number">{amountText(totalAmount)}</span>
            <Status status={status} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function FeedItem({ event }: { readonly event: BusEvent }) {
  const { orderId, customerName, status, totalAmount, metadata } = event.detail;
  return (
    <li>
      <Clock at={metadata?.occurredAt ?? event.time} />
      {orderId === undefined ? (
        <span>{event['detail-type']}</span>
      ) : (
        <a href={linkWith({ order: orderId })}>{customerName ?? orderId}</a>
      )}
      {totalAmount !== undefined && <span class="number">{amountText(totalAmount)}</span>}
      {status !== undefined && <Status status={status} />}
    </li>
  );
}
