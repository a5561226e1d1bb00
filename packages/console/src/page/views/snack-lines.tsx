import { Icon } from '../parts/icon.js';
import type { DraftLine } from './draft.js';

/** The snacks of an order that is being written. */
export function SnackLines({
  lines,
  set,
}: {
  readonly lines: readonly DraftLine[];
  readonly set: (lines: readonly DraftLine[]) => void;
}) {
  const change = (index: number, changes: Partial<DraftLine>): void =>
    set(lines.map((line, at) => (at === index ? { ...line, ...changes } : line)));
  return (
    <fieldset class="lines">
      <legend>Snacks</legend>
      {lines.map((line, index) => (
        <div class="line" key={line.key}>
          <label class="field">
            <span>Snack {index + 1}</span>
            <input
              required
              value={line.name}
              onInput={({ currentTarget }) => change(index, { name: currentTarget.value })}
            />
          </label>
          <label class="field field-number">
            <span>Pieces</span>
            <input
              required
              type="number"
              min="1"
              step="1"
              value={line.quantity}
              onInput={({ currentTarget }) => change(index, { quantity: currentTarget.value })}
            />
          </label>
          <label class="field field-number">
            <span>Price</span>
            <input
              required
              type="number"
              min="0"
              step="0.01"
              value={line.price}
              onInput={({ currentTarget }) => change(index, { price: currentTarget.value })}
            />
          </label>
          <button
            type="button"
            class="button button-quiet"
            disabled={lines.length === 1}
            aria-label={`Remove snack ${index + 1}`}
            onClick={() => set(lines.filter((_line, at) => at !== index))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button
        type="button"
        class="button"
        onClick={() =>
          set([...lines, { key: nextKey(lines), name: '', quantity: '1', price: '1' }])
        }
      >
        Add a snack
      </button>
    </fieldset>
  );
}

function nextKey(lines: readonly DraftLine[]): number {
  return Math.max(0, ...lines.map(({ key }) => key)) + 1;
}
