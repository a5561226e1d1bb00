import { useMemo } from 'preact/hooks';

import { call, withQuery } from '../api/client.js';
import type { LogLine, FoundLogLines } from '../api/contract.js';
import { Chips } from '../parts/chips.js';
import { shortId } from '../parts/format.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { Outcome } from '../parts/outcome.js';
import { SearchField } from '../parts/search-field.js';
import { Clock } from '../parts/time.js';
import { useAction } from '../state/action.js';
import { now } from '../state/clock.js';
import { linkWith, location, replaceParameters } from '../state/location.js';
import { changes } from '../state/stream.js';
import { overview } from '../state/overview.js';
import { useResource } from '../state/resource.js';

const LIMIT = 100;

const PERIODS = [
  { name: '15 minutes', minutes: '15' },
  { name: '1 hour', minutes: undefined },
  { name: '6 hours', minutes: '360' },
  { name: '24 hours', minutes: '1440' },
];

/** The lines that the functions logged: searched, followed, downloaded. */
export function LogsView() {
  const { q, service, orderId, minutes, follow } = location.value.parameters;
  const services = (overview.value?.functions ?? []).map(({ name }) => name).toSorted();
  const paused = follow === 'off';
  // Whole minutes: otherwise each second would be another search.
  const minute = paused ? 0 : Math.floor(now.value / 60_000);
  const end = useMemo(() => Math.floor(now.value / 60_000) * 60_000, [minute]);
  const since = new Date(end - Number(minutes ?? 60) * 60_000).toISOString();
  const path = withQuery('operations/logs', { q, service, orderId, since, limit: LIMIT });
  return (
    <>
      <div class="filters">
        <SearchField parameter="q" label="Search in the lines" />
        <SearchField parameter="orderId" label="Order id" />
        <label class="field">
          <span>Function</span>
          <select
            value={service ?? ''}
            onChange={({ currentTarget }) =>
              replaceParameters({ service: currentTarget.value || undefined })
            }
          >
            <option value="">all</option>
            {services.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Download path={path} />
      </div>
      <div class="chips-row">
        <span class="chips-label">The last</span>
        <Chips
          label="The last"
          items={PERIODS.map((period) => ({
            name: period.name,
            href: linkWith({ minutes: period.minutes }),
            chosen: minutes === period.minutes,
          }))}
        />
      </div>
      <Chips
        label="New lines"
        items={[
          { name: 'Follow', href: linkWith({ follow: undefined }), chosen: !paused },
          { name: 'Pause', href: linkWith({ follow: 'off' }), chosen: paused },
        ]}
      />
      <Results path={path} paused={paused} />
    </>
  );
}

function Results({ path, paused }: { readonly path: string; readonly paused: boolean }) {
  const { data, error } = useResource<FoundLogLines>(path, paused ? 0 : changes.value);
  return (
    <>
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data?.items.length === 0 && <Empty title="No line matches." />}
      {data !== undefined && data.items.length > 0 && <Lines lines={data.items} />}
      {data?.more === true && (
        <p class="muted">There are more lines: narrow the search to see them.</p>
      )}
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly LogLine[] }) {
  return (
    <ol class="log" tabIndex={0} aria-label="Log lines, newest first">
      {lines.map((line) => (
        <Line key={JSON.stringify(line)} line={line} />
      ))}
    </ol>
  );
}

function Line({ line }: { readonly line: LogLine }) {
  const { at, level, service, message, orderId, attempt, fields } = line;
  return (
    <li class={`log-line log-${level}`}>
      <details>
        <summary>
          <Clock at={at} milliseconds />
          <span class="log-level">{level}</span>
          <span class="log-service">{service}</span>
          <span class="log-message">{message}</span>
          {attempt !== undefined && <span class="tag">try {attempt}</span>}
        </summary>
        <div class="log-more">
          {orderId !== undefined && (
            <a href={linkWith({ order: orderId })}>Order {shortId(orderId)}</a>
          )}
          <pre tabIndex={0}>{JSON.stringify(fields, null, 2)}</pre>
        </div>
      </details>
    </li>
  );
}

function Download({ path }: { readonly path: string }) {
  const action = useAction();
  const download = (): void =>
    action.run(async () => {
      const { items } = await call<FoundLogLines>(path);
      const text = items.map((line) => JSON.stringify(line)).join('\n');
      const url = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = 'serverless-snacks-logs.jsonl';
      link.click();
      URL.revokeObjectURL(url);
      return `${items.length} lines downloaded.`;
    });
  return (
    <div class="field-end">
      <button type="button" class="button" disabled={action.busy} onClick={download}>
        Download
      </button>
      <Outcome action={action} />
    </div>
  );
}
