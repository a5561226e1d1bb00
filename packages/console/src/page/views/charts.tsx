import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { withQuery } from '../api/client.js';
import type { MetricsView, MinuteOfMetrics } from '../api/contract.js';
import { Chips } from '../parts/chips.js';
import { countText } from '../parts/format.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { TableScroll } from '../parts/table-scroll.js';
import { linkWith, location } from '../state/location.js';
import { useResource } from '../state/resource.js';
import type { ChartProperties } from '../charts/chart.js';

const PERIODS = [
  { name: '15 minutes', minutes: undefined },
  { name: '1 hour', minutes: '60' },
  { name: '6 hours', minutes: '360' },
  { name: '24 hours', minutes: '1440' },
];

interface Series {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly {
    readonly name: string;
    readonly value: (minute: MinuteOfMetrics) => number | undefined;
    /** @default its position */
    readonly colour?: number;
  }[];
}

const CHARTS: readonly Series[] = [
  {
    title: 'Orders a minute',
    unit: 'orders',
    lines: [
      { name: 'placed', value: ({ placed }) => placed },
      { name: 'processed', value: ({ processed }) => processed },
      { name: 'failed', value: ({ failed }) => failed },
    ],
  },
  {
    title: 'From placed to processed, in ms',
    unit: 'ms',
    lines: [
      { name: 'p50', value: ({ p50 }) => p50 },
      { name: 'p90', value: ({ p90 }) => p90 },
      { name: 'p99', value: ({ p99 }) => p99 },
    ],
  },
  {
    title: 'Runs of functions, and errors',
    unit: 'a minute',
    lines: [
      { name: 'runs', value: ({ invocations }) => invocations },
      { name: 'errors', value: ({ errors }) => errors, colour: 3 },
    ],
  },
];

/** How the platform did over time. */
export function ChartsView() {
  const { minutes } = location.value.parameters;
  const { data, error } = useResource<MetricsView>(
    withQuery('operations/metrics', { minutes: minutes ?? '15' }),
  );
  return (
    <>
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
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data !== undefined && (
        <div class="charts">
          {CHARTS.map((series) => (
            <ChartCard key={series.title} series={series} minutes={data.minutes} />
          ))}
          <QueueAges ages={data.queueAges} />
        </div>
      )}
    </>
  );
}

/** The library for charts is loaded when a chart is shown. */
function useChart(): ComponentType<ChartProperties> | undefined {
  const [loaded, setLoaded] = useState<{ readonly Chart: ComponentType<ChartProperties> }>();
  useEffect(() => {
    void import('../charts/chart.js').then(setLoaded);
  }, []);
  return loaded?.Chart;
}

function ChartCard({
  series,
  minutes,
}: {
  readonly series: Series;
  readonly minutes: readonly MinuteOfMetrics[];
}) {
  const Chart = useChart();
  const { title, unit, lines } = series;
  return (
    <section class="card chart" aria-label={title}>
      <div class="card-head">
        <h2>{title}</h2>
        <ul class="legend" aria-hidden="true">
          {lines.map(({ name, colour }, index) => (
            <li key={name} class={`legend-${colour ?? index + 1}`}>
              {name}
            </li>
          ))}
        </ul>
      </div>
      {Chart === undefined ? (
        <div class="chart-space" />
      ) : (
        <Chart
          times={minutes.map(({ at }) => Date.parse(at) / 1_000)}
          lines={lines.map(({ name, value, colour }, index) => ({
            name,
            colour: colour ?? index + 1,
            values: minutes.map(value),
          }))}
          unit={unit}
        />
      )}
      <details class="as-table">
        <summary>As a table</summary>
        <TableScroll limited label={`${title} as a table`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Minute</th>
                {lines.map(({ name }) => (
                  <th key={name} scope="col" class="number">
                    {name} ({unit})
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {minutes.toReversed().map((minute) => (
                <tr key={minute.at}>
                  <th scope="row">{minute.at.slice(11, 16)} UTC</th>
                  {lines.map(({ name, value }) => {
                    const number = value(minute);
                    return (
                      <td key={name} class="number">
                        {number === undefined ? '–' : countText(Math.round(number))}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
    </section>
  );
}

function QueueAges({ ages }: { readonly ages: MetricsView['queueAges'] }) {
  const longest = Math.max(1, ...ages.map(({ oldestAgeSeconds }) => oldestAgeSeconds));
  return (
    <section class="card" aria-label="Oldest message of each queue">
      <h2>Oldest message of each queue</h2>
      {ages.length === 0 ? (
        <Empty title="No message waits." />
      ) : (
        <table class="compact">
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col" class="number">
                Seconds
              </th>
              <th scope="col" class="wide">
                <span class="hidden">As a bar</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ages.map(({ queue, oldestAgeSeconds }) => (
              <tr key={queue}>
                <th scope="row">{queue}</th>
                <td class="number">{countText(Math.round(oldestAgeSeconds))}</td>
                <td class="wide">
                  <svg
                    class="share"
                    viewBox="0 0 100 8"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                  >
                    <rect class="share-age" width={(100 * oldestAgeSeconds) / longest} height="8" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
