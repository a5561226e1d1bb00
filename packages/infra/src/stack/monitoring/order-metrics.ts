import {
  METRICS,
  METRICS_NAMESPACE,
  STAGE_DIMENSION,
  type MetricDescription,
} from '@snacks/handlers/metrics';
import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import {
  MetricStatistic,
  type CustomMetricGroup,
  type MetricFactory,
  type MetricWithAlarmSupport,
  type MonitoringFacade,
} from 'cdk-monitoring-constructs';

import { alarm } from './runbook.js';

const { P50, P95, P99, SUM, MAX } = MetricStatistic;

/** A metric that the functions emit, with its name. */
type Named = readonly [name: string, description: MetricDescription];

const ALL: readonly Named[] = Object.entries(METRICS);
const ofKind = (kind: MetricDescription['kind']) => ALL.filter(([, one]) => one.kind === kind);

/** How often the sweeper counts stuck orders. */
const GAUGE_PERIOD = Duration.minutes(5);

/**
 * Shows the orders on the dashboard: how many, how fast, and how many are stuck. An order that stays in
 * one state for too long raises an alarm, for whatever reason.
 */
export function watchOrders(monitoring: MonitoringFacade, stage: string): void {
  const metrics = new OrderMetrics(monitoring.createMetricFactory(), stage);
  monitoring.monitorCustom({
    humanReadableName: 'Orders',
    alarmFriendlyName: 'orders',
    metricGroups: [
      metrics.counters(),
      ...ofKind('duration').map((named) => metrics.percentiles(named)),
      ...ofKind('counter').flatMap((named) => metrics.byDimension(named)),
      ...ofKind('gauge').map((named) => metrics.alarming(named)),
    ],
  });
}

class OrderMetrics {
  constructor(
    private readonly factory: MetricFactory,
    private readonly stage: string,
  ) {}

  counters(): CustomMetricGroup {
    return {
      title: 'Orders, by event',
      metrics: ofKind('counter')
        .filter(([, { dimension }]) => dimension === undefined)
        .map(([name]) => this.metric(name, SUM, name)),
    };
  }

  percentiles([name, { description }]: Named): CustomMetricGroup {
    return {
      title: description,
      metrics: [P50, P95, P99].map((statistic) => this.metric(name, statistic, statistic)),
    };
  }

  byDimension([name, { description, dimension }]: Named): CustomMetricGroup[] {
    if (dimension === undefined) return [];
    const metrics = dimension.values.map((value) =>
      this.metric(name, SUM, value, { [dimension.name]: value }),
    );
    return [{ title: description, metrics }];
  }

  alarming([name, { dimension }]: Named): CustomMetricGroup {
    return {
      title: 'Stuck orders, by state',
      metrics: (dimension?.values ?? []).map((value) => ({
        alarmFriendlyName: `${name}-${value}`,
        metric: this.metric(name, MAX, value, { [dimension?.name ?? '']: value }, GAUGE_PERIOD),
        addAlarm: {
          Stuck: {
            threshold: 0,
            comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
            alarmDescriptionOverride: `Orders stay in ${value} for too long.`,
            ...alarm('orders-stuck'),
          },
        },
      })),
    };
  }

  private metric(
    name: string,
    statistic: MetricStatistic,
    label: string,
    dimensions: Readonly<Record<string, string>> = {},
    period?: Duration,
  ): MetricWithAlarmSupport {
    return this.factory.createMetric(
      name,
      statistic,
      label,
      { [STAGE_DIMENSION]: this.stage, ...dimensions },
      undefined,
      METRICS_NAMESPACE,
      period,
    );
  }
}
