import { PRIORITIES } from '@snacks/domain';
import { useState } from 'preact/hooks';

import { Chips } from '../parts/chips.js';
import { CopyButton } from '../parts/copy-button.js';
import { amountText } from '../parts/format.js';
import { Outcome } from '../parts/outcome.js';
import { useAction } from '../state/action.js';
import { mayOpen } from '../state/access.js';
import { config } from '../state/config.js';
import { linkTo, linkWith, location } from '../state/location.js';
import { exampleOrders, placeOrder, type OrderBody } from './examples.js';
import { asAwsCommand, asCurlCommand } from './commands.js';
import { SnackLines } from './snack-lines.js';
import { bodyOf, draftOf, totalOf, type Draft } from './draft.js';

const EMPTY: OrderBody = {
  customerName: '',
  snackItems: [{ name: '', quantity: 1, price: 1 }],
  totalAmount: 1,
};

/** A form that places an order, with the example orders as a start. */
export function PlaceView() {
  const { preset } = location.value.parameters;
  const start = preset === undefined ? undefined : exampleOrders[preset];
  return (
    <>
      <p class="lead">
        Place an order as a customer does, and watch what happens to it. The example orders end in
        every way that an order can end.
      </p>
      <Chips
        label="Start from an example"
        items={[
          {
            name: 'Empty form',
            href: linkWith({ preset: undefined }),
            chosen: start === undefined,
          },
          ...Object.keys(exampleOrders).map((name) => ({
            name: presetText(name),
            href: linkWith({ preset: name }),
            chosen: preset === name,
          })),
        ]}
      />
      <OrderForm key={preset} start={draftOf(start ?? EMPTY)} />
    </>
  );
}

/** `Dana Fox high priority` for `dana-fox-high-priority`. */
function presetText(name: string): string {
  return name
    .split('-')
    .map((word, index) => (index < 2 ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}` : word))
    .join(' ');
}

function OrderForm({ start }: { readonly start: Draft }) {
  const [draft, setDraft] = useState(start);
  const [placed, setPlaced] = useState<string>();
  const action = useAction();
  const set = (changes: Partial<Draft>): void => setDraft({ ...draft, ...changes });
  const body = bodyOf(draft);
  // A direct invocation has no token: the order would have no owner.
  const withToken = config.value?.auth === true;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(async () => {
          const order = await placeOrder(body);
          setPlaced(order.orderId);
          return `The order of ${order.customerName} is placed.`;
        });
      }}
    >
      <div class="form-row">
        <TextField
          label="Customer name"
          required
          value={draft.customerName}
          set={(customerName) => set({ customerName })}
        />
        <label class="field">
          <span>Priority</span>
          <select
            value={draft.priority}
            onChange={({ currentTarget }) =>
              set({ priority: PRIORITIES.find((one) => one === currentTarget.value) ?? 'medium' })
            }
          >
            {PRIORITIES.map((priority) => (
              <option key={priority} value={priority}>
                {priority === 'high' ? 'high (needs approval)' : priority}
              </option>
            ))}
          </select>
        </label>
      </div>
      <SnackLines lines={draft.lines} set={(lines) => set({ lines })} />
      <div class="form-row">
        <label class="field">
          <span>Delivery</span>
          <select
            value={draft.method}
            onChange={({ currentTarget }) => set({ method: currentTarget.value })}
          >
            <option value="">no preference</option>
            <option value="delivery">delivery</option>
            <option value="pickup">pickup</option>
          </select>
        </label>
        <TextField label="Address" value={draft.address} set={(address) => set({ address })} />
        <TextField
          label="Instructions"
          value={draft.instructions}
          set={(instructions) => set({ instructions })}
        />
      </div>
      <div class="form-end">
        <p class="total">
          Total <strong class="number">{amountText(totalOf(draft))}</strong>
        </p>
        <div class="buttons">
          <CopyButton
            label="Copy as curl"
            text={() => asCurlCommand(body, window.location.origin, withToken)}
          />
          {!withToken && (
            <CopyButton
              label="Copy as aws"
              text={() => asAwsCommand(body, window.location.origin)}
            />
          )}
          <button type="submit" class="button button-main" disabled={action.busy}>
            Place the order
          </button>
        </div>
      </div>
      <Outcome action={action} />
      {placed !== undefined && action.done !== undefined && (
        <div class="buttons">
          <a class="button" href={linkWith({ order: placed })}>
            Show the order
          </a>
          {mayOpen('live') && (
            <a class="button" href={linkTo('live', { order: placed })}>
              Show it in the live flow
            </a>
          )}
        </div>
      )}
      <details>
        <summary>The request as JSON</summary>
        <pre tabIndex={0}>{JSON.stringify(body, null, 2)}</pre>
      </details>
    </form>
  );
}

function TextField({
  label,
  value,
  set,
  required = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly required?: boolean;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        required={required}
        autocomplete="off"
        value={value}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </label>
  );
}
