import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { BillingMode } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import {
  DefaultDashboardFactory,
  MetricStatistic,
  MonitoringFacade,
  SnsAlarmActionStrategy,
} from 'cdk-monitoring-constructs';
import {
  FUNCTION_NAMES,
  QUEUE_NAMES,
  TABLE_NAMES,
  topology,
  type FunctionName,
  type QueueName,
  type TableName,
} from '@snacks/handlers';
import { Construct } from 'constructs';

import { isDeadLetterQueue } from '../messaging/event-queues.js';
import type { HttpApi } from '../api/http-api.js';
import { nameIn, namespaceOf } from '../../names.js';
import type { OrderFunctions } from '../compute/order-functions.js';
import type { Resources } from '../compute/permissions.js';
import type { DeploymentParameters } from '../../parameters.js';
import { watchOrders } from './order-metrics.js';
import { watchFullStock } from './full-stock.js';
import { alarm } from './runbook.js';

export interface ObservabilityProps {
  readonly parameters: DeploymentParameters;
  /** Is notified when an alarm begins and when it ends. */
  readonly topic: ITopic;
  readonly functions: OrderFunctions;
  readonly resources: Resources;
  readonly api: HttpApi;
  readonly approvalWorkflow: IStateMachine;
}

/** Percent of its timeout that a function may take in 99 of 100 invocations. */
const SLOW_PERCENT = 80;

/**
 * The share of a function's invocations, or of the API's responses, that may fail: the average of a metric
 * that is 1 for a failure and 0 for a success.
 */
const ERROR_RATE = 0.01;

/**
 * The longest time that a message may wait: longer than three receives with their visibility timeouts.
 * A message that always fails is a dead letter by then.
 */
const OLDEST_MESSAGE = Duration.minutes(15);

/** The longest time that the relay may be behind the stream. */
const STREAM_BEHIND = Duration.minutes(5);

/** The longest time that the API may take for 99 of 100 responses. */
const SLOW_RESPONSE = Duration.seconds(2);

/**
 * Queues whose messages a client was guaranteed, or that are of orders that do not move on. The messages of
 * the others are notifications, metrics, or repeated by the next run.
 */
const ESSENTIAL_DEAD_LETTERS: ReadonlySet<QueueName> = new Set<QueueName>([
  'order-processing-dlq',
  'event-ingestion-dlq',
  'order-creator-dlq',
  'order-rules-dlq',
  'order-stream-dlq',
]);

/** The functions without a caller who notices that they are slow. */
const TIMED_FUNCTIONS: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'order-relay',
  'order-processor',
  'order-sweeper',
]);

/** The tables that every order writes. Throttling of the others shows in their queues and workflows. */
const ORDER_TABLES: ReadonlySet<TableName> = new Set<TableName>(['orders', 'stock', 'payments']);

/**
 * The alarms of the platform, and a dashboard that shows the orders first and the resources below.
 *
 * Each alarm costs money, so there is one for each failure that no other alarm reports: docs/alarms.md.
 * A stage with essential monitoring has only the alarms on what clients are guaranteed.
 */
export class Observability extends Construct {
  /** `undefined` if the stage has no dashboard. */
  readonly dashboardUrl: string | undefined;
  private readonly isFull: boolean;
  private readonly monitoring: MonitoringFacade;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ObservabilityProps,
  ) {
    super(scope, id);
    const name = nameIn(props.parameters.stage, 'serverless-snacks');
    const { region } = Stack.of(this);
    this.isFull = props.parameters.monitoring === 'full';
    this.dashboardUrl = this.isFull
      ? `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards:name=${name}`
      : undefined;
    this.monitoring = new MonitoringFacade(this, 'Monitoring', {
      alarmFactoryDefaults: {
        alarmNamePrefix: name,
        actionsEnabled: true,
        datapointsToAlarm: 2,
        evaluationPeriods: 3,
        action: new SnsAlarmActionStrategy({ onAlarmTopic: props.topic, onOkTopic: props.topic }),
      },
      dashboardFactory: new DefaultDashboardFactory(this, 'Dashboard', {
        dashboardNamePrefix: name,
        createDashboard: this.isFull,
        createSummaryDashboard: false,
        createAlarmDashboard: false,
      }),
    });
    this.monitoring.addLargeHeader('Orders');
    watchOrders(this.monitoring, props.parameters.stage);
    this.monitoring.addLargeHeader('The HTTP API');
    this.watchApi();
    this.monitoring.addLargeHeader('Queues and dead letters');
    for (const queue of QUEUE_NAMES) this.watchQueue(queue);
    this.monitoring.addLargeHeader('Functions');
    for (const watched of FUNCTION_NAMES) this.watchFunction(watched);
    if (!this.isFull) return;
    this.watchConcurrency();
    this.monitoring.addLargeHeader('The approval workflow');
    this.watchApprovals();
    this.monitoring.addLargeHeader('The store');
    this.watchTables();
    watchFullStock(this, this.monitoring, {
      logGroup: props.functions.logGroup('order-processor'),
      namespace: namespaceOf(props.parameters.stage, 'order-processor'),
    });
  }

  private watchApi(): void {
    this.monitoring.monitorApiGatewayV2HttpApi({
      api: this.props.api.api,
      alarmFriendlyName: 'api',
      add5xxRateAlarm: { Failing: { maxErrorRate: ERROR_RATE, ...alarm('api-errors') } },
      ...(this.isFull && {
        addLatencyP99Alarm: { Slow: { maxLatency: SLOW_RESPONSE, ...alarm('api-slow') } },
      }),
    });
  }

  private watchQueue(name: QueueName): void {
    const queue = this.props.resources.queues.queue(name);
    if (isDeadLetterQueue(name)) {
      this.monitoring.monitorSqsQueue({
        queue,
        alarmFriendlyName: name,
        ...((this.isFull || ESSENTIAL_DEAD_LETTERS.has(name)) && {
          addQueueMaxSizeAlarm: { NotEmpty: { maxMessageCount: 0, ...alarm('dead-letters') } },
        }),
      });
    } else {
      this.monitoring.monitorSqsQueue({
        queue,
        alarmFriendlyName: name,
        ...(this.isFull && {
          addQueueMaxMessageAgeAlarm: {
            Old: { maxAgeInSeconds: OLDEST_MESSAGE.toSeconds(), ...alarm('old-messages') },
          },
        }),
      });
    }
  }

  private watchFunction(name: FunctionName): void {
    this.monitoring.monitorLambdaFunction({
      lambdaFunction: this.props.functions.function(name),
      alarmFriendlyName: name,
      // Failures of the others show in the API's responses, in dead letters, or in the workflow.
      ...(this.isFull &&
        name === 'order-creator' && {
          addFaultRateAlarm: {
            Failing: { maxErrorRate: ERROR_RATE, ...alarm('function-failing') },
          },
        }),
      ...(this.isFull &&
        TIMED_FUNCTIONS.has(name) && {
          addLatencyP99Alarm: {
            Slow: { maxLatencyPercentageOfTimeout: SLOW_PERCENT, ...alarm('function-slow') },
          },
        }),
      ...(isScheduled(name) && {
        addMinInvocationsCountAlarm: {
          Silent: {
            minCount: 1,
            ...alarm('schedule-silent'),
            // A function that is not invoked emits no datapoints, and this alarm reports that.
            treatMissingDataOverride: TreatMissingData.BREACHING,
          },
        },
      }),
      ...(this.isFull &&
        topology.streamConsumer.function === name && {
          addMaxIteratorAgeAlarm: {
            Behind: { maxAgeInMillis: STREAM_BEHIND.toMilliseconds(), ...alarm('stream-behind') },
          },
        }),
    });
  }

  /**
   * One metric of all functions in the account: they share its concurrency. A function of another stage
   * that is throttled raises the alarm too, because the account has no concurrency left for this one.
   */
  private watchConcurrency(): void {
    const metric = this.monitoring
      .createMetricFactory()
      .createMetric(
        'Throttles',
        MetricStatistic.SUM,
        'Throttled invocations',
        undefined,
        undefined,
        'AWS/Lambda',
      );
    this.monitoring.monitorCustom({
      humanReadableName: 'Concurrency of the account',
      alarmFriendlyName: 'account',
      metricGroups: [
        {
          title: 'Throttled invocations of all functions',
          metrics: [
            {
              alarmFriendlyName: 'concurrency',
              metric,
              addAlarm: {
                Throttled: {
                  threshold: 0,
                  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
                  alarmDescriptionOverride:
                    'Lambda throttles invocations: the concurrency of the account or of a function is used up.',
                  ...alarm('function-throttled'),
                },
              },
            },
          ],
        },
      ],
    });
  }

  /** Each execution is one order, so a single failed execution raises the alarm. */
  private watchApprovals(): void {
    const single = {
      maxErrorCount: 0,
      ...alarm('approval-failures'),
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
    };
    this.monitoring.monitorStepFunction({
      stateMachine: this.props.approvalWorkflow,
      alarmFriendlyName: topology.approvalWorkflow.name,
      addFailedExecutionCountAlarm: { Failed: single },
      addAbortedExecutionCountAlarm: { Aborted: single },
    });
  }

  private watchTables(): void {
    for (const name of TABLE_NAMES) {
      this.monitoring.monitorDynamoTable({
        table: this.props.resources.store.table(name),
        billingMode: BillingMode.PAY_PER_REQUEST,
        alarmFriendlyName: topology.tables[name].name,
        ...(ORDER_TABLES.has(name) && {
          addWriteThrottledEventsCountAlarm: {
            WritesThrottled: { maxThrottledEventsThreshold: 0, ...alarm('store-errors') },
          },
        }),
      });
      this.watchIndexes(name);
    }
  }

  /** A throttled index rejects writes of its table, but the table's metric does not count them. */
  private watchIndexes(name: TableName): void {
    for (const { name: indexName } of Object.values(topology.tables[name].indexes ?? {})) {
      this.monitoring.monitorDynamoTableGlobalSecondaryIndex({
        table: this.props.resources.store.table(name),
        globalSecondaryIndexName: indexName,
        alarmFriendlyName: `${topology.tables[name].name}-${indexName}`,
        addWriteThrottledEventsCountAlarm: {
          WritesThrottled: { maxThrottledEventsThreshold: 0, ...alarm('store-errors') },
        },
      });
    }
  }
}

function isScheduled(name: FunctionName): boolean {
  return Object.values(topology.schedules).some((schedule) => schedule.function === name);
}
