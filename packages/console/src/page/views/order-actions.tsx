import type { OrderRecord } from '@snacks/domain';
import { useState } from 'preact/hooks';

import { call } from '../api/client.js';
import type { OrderAction } from '../api/contract.js';
import { Outcome } from '../parts/outcome.js';
import { statusText } from '../parts/format.js';
import { useAction } from '../state/action.js';
import { linkTo } from '../state/location.js';
import { decide } from './decide.js';

/** What a person can do about an order now. An action that is kept asks for its reason. */
export function OrderActions({
  order,
  actions,
  reload,
}: {
  readonly order: OrderRecord;
  /** Those that the person may do. */
  readonly actions: readonly OrderAction[];
  readonly reload: () => void;
}) {
  const [chosen, setChosen] = useState<OrderAction>();
  const action = useAction();
  const isChosen = (one: OrderAction): boolean =>
    chosen !== undefined && keyOf(chosen) === keyOf(one);
  return (
    <>
      {actions.length > 0 && (
        <div class="buttons">
          {actions.map((one) =>
            one.action === 'set stock' ? (
              <a key={keyOf(one)} class="button" href={linkTo('stock', { name: one.name })}>
                {labelOf(one, actions)}
              </a>
            ) : (
              <button
                key={keyOf(one)}
                type="button"
                class="button"
                aria-expanded={isChosen(one)}
                onClick={() => setChosen(isChosen(one) ? undefined : one)}
              >
                {labelOf(one, actions)}
              </button>
            ),
          )}
        </div>
      )}
      {chosen !== undefined && (
        <ActionForm
          key={keyOf(chosen)}
          action={chosen}
          label={labelOf(chosen, actions)}
          busy={action.busy}
          onSubmit={(reason) => {
            setChosen(undefined);
            action.run(async () => {
              const text = await carryOut(chosen, order, reason);
              reload();
              return text;
            });
          }}
        />
      )}
      <Outcome action={action} />
    </>
  );
}

/** @param among all actions of the order: the names of several messages differ. */
function labelOf(action: OrderAction, among: readonly OrderAction[]): string {
  if (action.action === 'set stock') return `Set the stock of ${action.name}`;
  const isOneOfSeveral = among.filter((one) => one.action === action.action).length > 1;
  return action.action === 'redrive' && isOneOfSeveral
    ? `Redrive ${action.type ?? 'the message'} to ${action.source}`
    : LABELS[action.action];
}

/** What is unique to an action among those of its order. */
function keyOf(action: OrderAction): string {
  return action.action === 'redrive' ? action.messageId : action.text;
}

const LABELS = {
  approve: 'Approve',
  reject: 'Reject',
  cancel: 'Cancel the order',
  redrive: 'Redrive the message',
};

async function carryOut(action: OrderAction, order: OrderRecord, reason: string): Promise<string> {
  const { method, path } = action;
  switch (action.action) {
    case 'approve':
    case 'reject': {
      const { status } = await decide(order, action.action, reason);
      return `The order is ${statusText(status).toLowerCase()}.`;
    }
    case 'cancel':
      await call(path, { method, headers: { 'if-match': `"${order.version}"` } });
      return 'The order is cancelled.';
    case 'redrive':
      await call(path, { method, body: { messageIds: [action.messageId], reason } });
      return 'The message is sent again. What comes of it appears on the axis of time.';
    case 'set stock':
      return ''; // it is a link
  }
}

function ActionForm({
  action,
  label,
  busy,
  onSubmit,
}: {
  readonly action: OrderAction;
  readonly label: string;
  readonly busy: boolean;
  readonly onSubmit: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  const { action: name } = action;
  const needsReason = name === 'redrive';
  const question = needsReason ? 'Reason, which is kept with the action' : 'Note (optional)';
  return (
    <form
      class="form-inline"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(reason.trim());
      }}
    >
      <p class="form-text">{action.text}</p>
      {name !== 'cancel' && (
        <label class="field">
          <span>{question}</span>
          <input
            required={needsReason}
            maxLength={500}
            value={reason}
            ref={(input) => input?.focus()}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
      )}
      <button type="submit" class="button button-main" disabled={busy}>
        {label} now
      </button>
    </form>
  );
}
