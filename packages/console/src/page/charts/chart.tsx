import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';

export interface ChartProperties {
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  readonly lines: readonly {
    readonly name: string;
    /** The number of the colour in the style sheet. */
    readonly colour: number;
    readonly values: readonly (number | undefined)[];
  }[];
  readonly unit: string;
}

const HEIGHT = 200;

/** A chart over time. The table beside it says the same to those who cannot see it. */
export function Chart({ times, lines, unit }: ChartProperties) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot>(undefined);

  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const draw = (): void => {
      chart.current?.destroy();
      chart.current = new UPlot(optionsOf(lines, element), dataOf(times, lines), element);
    };
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const size = new ResizeObserver(() => {
      chart.current?.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    draw();
    dark.addEventListener('change', draw);
    size.observe(element);
    return () => {
      dark.removeEventListener('change', draw);
      size.disconnect();
      chart.current?.destroy();
    };
  }, [lines.length, unit]);

  useEffect(() => {
    chart.current?.setData(dataOf(times, lines));
  }, [times, lines]);

  return <div class="chart-space" ref={holder} aria-hidden="true" />;
}

function dataOf(times: readonly number[], lines: ChartProperties['lines']): UPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => values.map((value) => value ?? null))];
}

function optionsOf(lines: ChartProperties['lines'], element: HTMLElement): UPlot.Options {
  const styles = getComputedStyle(element);
  const colour = (name: string): string => styles.getPropertyValue(name).trim();
  const axis: UPlot.Axis = {
    stroke: colour('--chart-text'),
    grid: { stroke: colour('--chart-grid'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    scales: { y: { range: (_chart, _min, max) => [0, Math.max(4, max * 1.1)] } },
    axes: [
      { ...axis, size: 32, values: (_chart, values) => values.map(minuteText) },
      { ...axis, size: 56 },
    ],
    series: [
      {},
      ...lines.map(({ name, colour: number }) => ({
        label: name,
        stroke: colour(`--chart-${number}`),
        width: 2,
        points: { size: 5 },
        spanGaps: false,
      })),
    ],
  };
}

function minuteText(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}
