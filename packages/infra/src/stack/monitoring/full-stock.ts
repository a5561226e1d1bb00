import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { MetricStatistic, type MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Construct } from 'constructs';

import { alarm } from './runbook.js';

/** The error code that the order-processor logs when a snack's row takes no further hold. */
const STOCK_FULL = 'STOCK_FULL';

/**
 * Counts the orders that wait because a snack's row is full, and adds an alarm. In the log alone, such
 * an error looks like a temporary failure.
 */
export function watchFullStock(
  scope: Construct,
  monitoring: MonitoringFacade,
  { logGroup, namespace }: { readonly logGroup: ILogGroup; readonly namespace: string },
): void {
  const filter = new MetricFilter(scope, 'StockFull', {
    logGroup,
    filterPattern: FilterPattern.stringValue('$.error.code', '=', STOCK_FULL),
    metricNamespace: namespace,
    metricName: 'StockFull',
    metricValue: '1',
  });
  monitoring.monitorCustom({
    humanReadableName: 'Snacks with a full stock row',
    alarmFriendlyName: 'stock',
    metricGroups: [
      {
        title: 'Orders that wait because of a full stock row',
        metrics: [
          {
            alarmFriendlyName: 'stock',
            metric: filter.metric({ statistic: MetricStatistic.SUM }),
            addAlarm: {
              Full: {
                threshold: 0,
                comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
                alarmDescriptionOverride:
                  'Orders wait, because a stock row of a snack takes no further hold.',
                ...alarm('stock-full'),
              },
            },
          },
        ],
      },
    ],
  });
}
