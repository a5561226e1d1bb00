import { topology } from '@snacks/handlers';
import { METRICS } from '@snacks/handlers/metrics';

import { ASSUMPTIONS } from '../src/deploy/cost/cost.js';
import { SWEEP_READS } from '../src/deploy/cost/order-usage.js';
import { PRICES } from '../src/deploy/cost/prices.js';
import { at, listOf, textOf, type Synthesised } from './synthesised.js';

const MINUTES_A_MONTH = 43_800;
const MILLION = 1_000_000;

/** One part of what a stage costs without orders, in US dollars a month. */
export interface IdleItem {
  readonly what: string;
  readonly dollars: number;
}

/**
 * What a synthesised stage costs in a month without a single order, by list prices: without data at rest,
 * traces and traffic.
 */
export function idlePrice(stack: Synthesised): readonly IdleItem[] {
  const count = (type: string) => stack.ofType(type).length;
  const polledQueues = stack
    .ofType('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.StartingPosition === undefined).length;
  const sweeps = MINUTES_A_MONTH / topology.schedules['sweep-stuck-orders'].everyMinutes;
  const gigabytes = topology.functions['order-sweeper'].memoryMegabytes / 1_024;
  const keys = count('AWS::KMS::Key');
  return [
    { what: 'key', dollars: keys * (PRICES.kmsKeys.dollars + millions(sweeps, 'kmsRequests')) },
    {
      what: 'secret',
      dollars: count('AWS::SecretsManager::Secret') * PRICES.secrets.dollars,
    },
    { what: 'dashboard', dollars: count('AWS::CloudWatch::Dashboard') * PRICES.dashboards.dollars },
    { what: 'alarms', dollars: alarmMetricsIn(stack) * PRICES.alarmMetrics.dollars },
    {
      // CloudWatch charges a metric for the hours in which it is sent. The sweeper sends always.
      what: 'metrics of the sweeper',
      dollars: METRICS.OrdersStuck.dimension.values.length * PRICES.customMetrics.dollars,
    },
    {
      what: "Lambda's polling of queues",
      dollars: millions(
        polledQueues * ASSUMPTIONS.receivesAMinute * MINUTES_A_MONTH,
        'sqsRequests',
      ),
    },
    {
      what: 'runs of the sweeper',
      dollars:
        millions(sweeps, 'lambdaRequests') +
        sweeps * ASSUMPTIONS.secondsEach * gigabytes * PRICES.lambdaGigabyteSeconds.dollars +
        millions(sweeps * SWEEP_READS, 'dynamoDbReads'),
    },
    { what: 'detailed metrics of routes', dollars: detailedRoutesIn(stack) * DETAILED_METRICS },
  ];
}

/** The custom metrics of a route with detailed metrics: 4xx, 5xx, count, data, latency, and its integration's. */
const DETAILED_METRICS = 6 * PRICES.customMetrics.dollars;

/** CloudWatch charges for each metric that an alarm reads. */
export function alarmMetricsIn(stack: Synthesised): number {
  return stack.ofType('AWS::CloudWatch::Alarm').reduce((sum, { properties }) => {
    const read = listOf(properties.Metrics).filter((one) => at(one, 'MetricStat') !== undefined);
    return sum + Math.max(1, read.length);
  }, 0);
}

function detailedRoutesIn(stack: Synthesised): number {
  const routes = stack.ofType('AWS::ApiGatewayV2::Route');
  return stack.ofType('AWS::ApiGatewayV2::Stage').reduce((sum, { properties }) => {
    const byDefault = at(properties.DefaultRouteSettings, 'DetailedMetricsEnabled') === true;
    return (
      sum +
      routes.filter(({ properties: { RouteKey } }) => {
        const own = at(properties.RouteSettings, textOf(RouteKey), 'DetailedMetricsEnabled');
        return own === undefined ? byDefault : own === true;
      }).length
    );
  }, 0);
}

function millions(units: number, price: keyof typeof PRICES): number {
  return (units / MILLION) * PRICES[price].dollars;
}
