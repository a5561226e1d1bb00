import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { MetricStatistic, type MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Construct } from 'constructs';

import { alarm } from './runbook.js';

/** What the log of the order-processor says where a snack's item takes no further reservation. */
const STOCK_FULL = 'STOCK_FULL';

/**
 * Counts the orders that had to wait because a snack's item is full, and puts an alarm on them: what
 * stands in the log alone would look like any failure that passes.
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
    humanReadableName: 'Snacks that take no further reservation',
    alarmFriendlyName: 'stock',
    metricGroups: [
      {
        title: 'Orders that wait for a full stock',
        metrics: [
          {
            alarmFriendlyName: 'stock',
            metric: filter.metric({ statistic: MetricStatistic.SUM }),
            addAlarm: {
              Full: {
                threshold: 0,
                comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
                alarmDescriptionOverride:
                  'Orders wait, because more of them hold a snack than fit into its item.',
                ...alarm('stock-full'),
              },
            },
          },
        ],
      },
    ],
  });
}
