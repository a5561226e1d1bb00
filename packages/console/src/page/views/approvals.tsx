import { mayDecide, type OrderRecord } from '@snacks/domain';
import { useState } from 'preact/hooks';

import { amountText, statusText } from '../parts/format.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { Outcome } from '../parts/outcome.js';
import { Ago, Clock, Countdown } from '../parts/time.js';
import { useAction } from '../state/action.js';
import { actor, may } from '../state/access.js';
import { useApprovals, type WaitingOrder } from '../state/approvals.js';
import { linkTo, linkWith } from '../state/location.js';
import { decide } from './decide.js';

const DECIDE = 'POST /orders/{orderId}/approval';

/** The orders of high priority that wait for a decision, the most urgent first. */
export function ApprovalsView() {
  const list = useApprovals(50);
  const items = list.items?.toSorted((one, other) =>
    one.waitingSince.localeCompare(other.waitingSince),
  );
  return (
    <>
      <p class="lead">
        An order of high priority waits for a person. Without a decision by its deadline it is
        rejected.{!may(DECIDE) && ' The group approver decides.'}
      </p>
      <Problem error={list.error} />
      {items === undefined && list.error === undefined && <Loading />}
      {items?.length === 0 && (
        <Empty title="No order waits for approval.">
          <a class="button" href={linkTo('place', { preset: 'dana-fox-high-priority' })}>
            Place one of high priority
          </a>
        </Empty>
      )}
      <ul class="cards">
        {items?.map((approval) => (
          <ApprovalCard key={approval.order.orderId} approval={approval} reload={list.reload} />
        ))}
      </ul>
      {list.more !== undefined && (
        <button type="button" class="button" onClick={list.more}>
          Show more
        </button>
      )}
    </>
  );
}

function ApprovalCard({
  approval,
  reload,
}: {
  readonly approval: WaitingOrder;
  readonly reload: () => void;
}) {
  const { order, waitingSince, deadline } = approval;
  return (
    <li class="card">
      <div class="card-head">
        <h2>
          <a href={linkWith({ order: order.orderId })}>{order.customerName}</a>
        </h2>
        <strong class="number">{amountText(order.totalAmount)}</strong>
      </div>
      <p>{order.snackItems.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')}</p>
      <p class="muted">
        Waiting since <Clock at={waitingSince} /> (<Ago at={waitingSince} />
        ).
        {deadline !== undefined && (
          <>
            {' '}
            Rejected in{' '}
            <strong>
              <Countdown to={deadline} />
            </strong>
            .
          </>
        )}
      </p>
      {mayDecide(actor.value, order) && <DecisionForm order={order} reload={reload} />}
      {may(DECIDE) && !mayDecide(actor.value, order) && (
        <p class="muted">You placed this order: another approver decides on it.</p>
      )}
    </li>
  );
}

function DecisionForm({
  order,
  reload,
}: {
  readonly order: OrderRecord;
  readonly reload: () => void;
}) {
  const [note, setNote] = useState('');
  const action = useAction();
  const run = (decision: 'approve' | 'reject'): void =>
    action.run(async () => {
      const { status } = await decide(order, decision, note.trim());
      reload();
      return `The order is ${statusText(status).toLowerCase()}.`;
    });
  return (
    <>
      <div class="form-inline">
        <label class="field">
          <span>Note for the customer's timeline (optional)</span>
          <input
            maxLength={500}
            value={note}
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
          />
        </label>
        <div class="buttons">
          <button
            type="button"
            class="button button-main"
            disabled={action.busy}
            onClick={() => run('approve')}
          >
            Approve<span class="hidden"> the order of {order.customerName}</span>
          </button>
          <button
            type="button"
            class="button button-danger"
            disabled={action.busy}
            onClick={() => run('reject')}
          >
            Reject<span class="hidden"> the order of {order.customerName}</span>
          </button>
        </div>
      </div>
      <Outcome action={action} />
    </>
  );
}
