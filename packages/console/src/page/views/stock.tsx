import { useState } from 'preact/hooks';

import { call } from '../api/client.js';
import type { Stock, StockRow } from '../api/contract.js';
import { countText } from '../parts/format.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { Outcome } from '../parts/outcome.js';
import { TableScroll } from '../parts/table-scroll.js';
import { useAction } from '../state/action.js';
import { linkTo, location } from '../state/location.js';
import { useResource } from '../state/resource.js';

/** The levels of all snacks that have a stock record, and a form that sets one. */
export function StockView() {
  const { data, error, reload } = useResource<Stock>('operations/stock');
  const { name } = location.value.parameters;
  return (
    <>
      <p class="lead">
        Available pieces can be ordered. Reserved ones belong to orders that are being processed. A
        snack without a record is unlimited, unless the platform refuses unknown snacks.
      </p>
      <StockForm key={name} name={name ?? ''} rows={data?.items ?? []} reload={reload} />
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data?.items.length === 0 && (
        <Empty title="No snack has a stock record.">
          <p>Set one above, or start with: npm start -- --stock examples/stock.json</p>
        </Empty>
      )}
      {data !== undefined && data.items.length > 0 && <StockTable rows={data.items} />}
    </>
  );
}

function StockTable({ rows }: { readonly rows: readonly StockRow[] }) {
  return (
    <TableScroll label="Stock">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Snack</th>
            <th scope="col" class="number">
              Available
            </th>
            <th scope="col" class="number">
              Reserved
            </th>
            <th scope="col" class="number">
              Sold
            </th>
            <th scope="col" class="wide">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, available, reserved, sold }) => (
            <tr key={name}>
              <th scope="row">
                <a class="row-link" href={linkTo('stock', { name })}>
                  {name}
                </a>
                {available === 0 && <span class="tag tag-bad">out of stock</span>}
              </th>
              <td class="number">{countText(available)}</td>
              <td class="number">{countText(reserved)}</td>
              <td class="number">{countText(sold)}</td>
              <td class="wide">
                <Share available={available} reserved={reserved} sold={sold} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** Repeats the row's numbers as a bar. */
function Share({ available, reserved, sold }: Omit<StockRow, 'name'>) {
  const all = Math.max(1, available + reserved + sold);
  const parts = [
    { kind: 'sold', width: (100 * sold) / all },
    { kind: 'reserved', width: (100 * reserved) / all },
    { kind: 'available', width: (100 * available) / all },
  ];
  const starts = parts.map((_part, index) =>
    parts.slice(0, index).reduce((sum, { width }) => sum + width, 0),
  );
  return (
    <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ kind, width }, index) => (
        <rect key={kind} class={`share-${kind}`} x={starts[index]} y="0" width={width} height="8" />
      ))}
    </svg>
  );
}

function StockForm({
  name: chosen,
  rows,
  reload,
}: {
  readonly name: string;
  readonly rows: readonly StockRow[];
  readonly reload: () => void;
}) {
  const [name, setName] = useState(chosen);
  const [available, setAvailable] = useState('');
  const [reason, setReason] = useState('');
  const action = useAction();
  return (
    <form
      class="toolbar"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(async () => {
          const row = await call<StockRow>(`operations/stock/${encodeURIComponent(name.trim())}`, {
            method: 'PUT',
            body: { available: Number(available), reason: reason.trim() },
          });
          setReason('');
          reload();
          return `${row.name}: ${countText(row.available)} available.`;
        });
      }}
    >
      <label class="field">
        <span>Snack</span>
        <input
          required
          list="snacks"
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <datalist id="snacks">
        {rows.map((row) => (
          <option key={row.name} value={row.name} />
        ))}
      </datalist>
      <label class="field field-number">
        <span>Available pieces</span>
        <input
          required
          type="number"
          min="0"
          step="1"
          value={available}
          onInput={({ currentTarget }) => setAvailable(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>Reason, which is kept with the action</span>
        <input
          required
          maxLength={500}
          value={reason}
          placeholder="Delivery of this morning"
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <button type="submit" class="button button-main" disabled={action.busy}>
        Set the stock
      </button>
      <Outcome action={action} />
    </form>
  );
}
