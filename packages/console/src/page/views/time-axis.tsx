import { AXIS_KINDS, type AxisEntry, type AxisKind } from '../api/contract.js';
import { Chips } from '../parts/chips.js';
import { durationText } from '../parts/format.js';
import { Clock } from '../parts/time.js';
import { linkTo, linkWith, location } from '../state/location.js';

const KIND_NAMES: Readonly<Record<AxisKind, string>> = {
  history: 'State',
  event: 'Event',
  message: 'Message',
  log: 'Log line',
  stock: 'Stock',
  payment: 'Payment',
  workflow: 'Workflow',
  notification: 'Notification',
};

/** All that happened to an order, on one axis of time. */
export function TimeAxis({ axis }: { readonly axis: readonly AxisEntry[] }) {
  const chosen = location.value.parameters.kinds;
  const present = AXIS_KINDS.filter((kind) => axis.some((entry) => entry.kind === kind));
  const shown = chosen === undefined ? axis : axis.filter(({ kind }) => kind === chosen);
  const start = axis[0]?.at;
  return (
    <section aria-label="Time axis">
      <h3>What happened</h3>
      {present.length > 1 && (
        <Chips
          label="Kind"
          items={[
            { name: 'All', href: linkWith({ kinds: undefined }), chosen: chosen === undefined },
            ...present.map((kind) => ({
              name: KIND_NAMES[kind],
              href: linkWith({ kinds: kind }),
              chosen: chosen === kind,
              count: String(axis.filter((entry) => entry.kind === kind).length),
            })),
          ]}
        />
      )}
      <ol class="axis">
        {shown.map((entry, index) => (
          <Entry key={`${entry.at} ${index}`} entry={entry} start={start} />
        ))}
      </ol>
    </section>
  );
}

function Entry({
  entry,
  start,
}: {
  readonly entry: AxisEntry;
  readonly start: string | undefined;
}) {
  const { at, kind, title, detail, service, level, error, queue, messageId } = entry;
  const failed = error !== undefined || level === 'error' || level === 'fatal';
  return (
    <li class={`axis-entry axis-${kind}${failed ? ' axis-failed' : ''}`}>
      <span class="axis-time">
        <Clock at={at} milliseconds />
        {start !== undefined && (
          <span class="muted">+{durationText(Date.parse(at) - Date.parse(start))}</span>
        )}
      </span>
      <div class="axis-what">
        <p>
          <span class="axis-kind">{KIND_NAMES[kind]}</span> <strong>{title}</strong>{' '}
          <Try entry={entry} />
        </p>
        {detail !== undefined && <p class="muted">{detail}</p>}
        {error !== undefined && <p class="axis-error">{errorText(error)}</p>}
        <p class="axis-links">
          {service !== undefined && <a href={linkTo('logs', { service })}>{service}</a>}
          {queue !== undefined && messageId !== undefined && (
            <a href={linkTo('dead-letters', { queue, message: messageId })}>{queue}</a>
          )}
        </p>
      </div>
    </li>
  );
}

function Try({ entry }: { readonly entry: AxisEntry }) {
  const { attempt, maxAttempts } = entry;
  if (attempt === undefined) return null;
  return (
    <span class="tag">
      try {attempt}
      {maxAttempts !== undefined && ` of ${maxAttempts}`}
    </span>
  );
}

function errorText({ name, code, message }: NonNullable<AxisEntry['error']>): string {
  return message === undefined ? (code ?? name) : `${code ?? name}: ${message}`;
}
