import { useState } from 'preact/hooks';

import { FAULT_KINDS, type Fault } from './faults.js';

const DEFAULT_MILLISECONDS = '1000';

/** Adds a fault to the calls of a port or a function. */
export function FaultForm({
  ports,
  functions,
  busy,
  add,
}: {
  readonly ports: readonly string[];
  readonly functions: readonly string[];
  readonly busy: boolean;
  readonly add: (fault: Fault) => void;
}) {
  const [target, setTarget] = useState(ports[0] ?? '');
  const [kind, setKind] = useState<Fault['fault']>('refuse');
  const [percent, setPercent] = useState('50');
  const [milliseconds, setMilliseconds] = useState(DEFAULT_MILLISECONDS);
  const kinds = FAULT_KINDS.filter((one) => one !== 'crash' || functions.includes(target));
  return (
    <form
      class="form-inline"
      onSubmit={(event) => {
        event.preventDefault();
        const slow = kind === 'slow' ? { milliseconds: Number(milliseconds) } : {};
        add({ target, fault: kind, percent: Number(percent), ...slow });
      }}
    >
      <label class="field">
        <span>Where</span>
        <select
          value={target}
          onChange={({ currentTarget }) => {
            setTarget(currentTarget.value);
            if (kind === 'crash') setKind('refuse');
          }}
        >
          <optgroup label="Ports">
            {ports.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
          <optgroup label="Functions">
            {functions.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </optgroup>
        </select>
      </label>
      <label class="field field-number">
        <span>Fault</span>
        <select
          value={kind}
          onChange={({ currentTarget }) =>
            setKind(FAULT_KINDS.find((one) => one === currentTarget.value) ?? 'refuse')
          }
        >
          {kinds.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <NumberField label="Percent of calls" max={100} value={percent} set={setPercent} />
      {kind === 'slow' && (
        <NumberField label="Milliseconds" max={60_000} value={milliseconds} set={setMilliseconds} />
      )}
      <button type="submit" class="button button-main" disabled={busy}>
        Add the fault
      </button>
    </form>
  );
}

function NumberField({
  label,
  max,
  value,
  set,
}: {
  readonly label: string;
  readonly max: number;
  readonly value: string;
  readonly set: (value: string) => void;
}) {
  return (
    <label class="field field-number">
      <span>{label}</span>
      <input
        required
        type="number"
        min="1"
        max={max}
        value={value}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </label>
  );
}
