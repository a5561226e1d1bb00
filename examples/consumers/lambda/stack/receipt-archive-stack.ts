import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  Runtime,
  type Code,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EVENT_PATTERN } from '../src/event-pattern.js';

/** What the stack needs to know. */
export interface ReceiptArchiveStackProps extends StackProps {
  /** The bus of the order platform, in the same account and region. */
  readonly busName: string;
  /** The bundle of the function. */
  readonly code: Code;
}

const TIMEOUT_SECONDS = 10;
/** As Lambda recommends: a batch is not delivered again while its function still runs or retries. */
const VISIBILITY_TIMEOUTS = 6;
const MAX_RECEIVES = 3;
/** Less than in the dead-letter queue: the retention of a message counts from its first send. */
const QUEUE_DAYS = 4;
const DEAD_LETTER_DAYS = 14;
/** A burst of orders leaves concurrency to the other functions of the account. */
const MAX_CONCURRENCY = 5;

/** A rule on the bus of the order platform, a queue, a function, and the table of its receipts. */
export class ReceiptArchiveStack extends Stack {
  constructor(scope: Construct, id: string, { busName, code, ...props }: ReceiptArchiveStackProps) {
    super(scope, id, props);
    const failed = this.deadLetterQueue('FailedMessages');
    const undelivered = this.deadLetterQueue('UndeliveredEvents');
    const queue = new Queue(this, 'Events', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(QUEUE_DAYS),
      visibilityTimeout: Duration.seconds(VISIBILITY_TIMEOUTS * TIMEOUT_SECONDS),
      deadLetterQueue: { queue: failed, maxReceiveCount: MAX_RECEIVES },
    });
    new Rule(this, 'ProcessedOrders', {
      description: 'Processed orders, for their receipts',
      eventBus: EventBus.fromEventBusName(this, 'Orders', busName),
      eventPattern: {
        source: EVENT_PATTERN.source,
        detailType: [...EVENT_PATTERN['detail-type']],
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: undelivered })],
    });

    const receipts = new Table(this, 'Receipts', {
      partitionKey: { name: 'eventId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const archiver = this.archiver(code, receipts.tableName);
    receipts.grant(archiver, 'dynamodb:PutItem');
    archiver.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 10,
        maxConcurrency: MAX_CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
  }

  /** Its role can write only its own log: the policy that CDK adds by default allows every log. */
  private archiver(code: Code, table: string): LambdaFunction {
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Permissions of the receipt archiver',
    });
    logGroup.grantWrite(role);
    return new LambdaFunction(this, 'Archiver', {
      description: 'Archives a receipt of each processed order',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      memorySize: 256,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: { RECEIPTS_TABLE: table },
      role,
      logGroup,
    });
  }

  /** A queue of messages for an operator, with an alarm. Give the alarm an action of your team. */
  private deadLetterQueue(id: string): Queue {
    const queue = new Queue(this, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
    });
    queue.metricApproximateNumberOfMessagesVisible().createAlarm(this, `${id}Alarm`, {
      alarmDescription: `${id} has messages: redrive them once their cause is fixed`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
    });
    return queue;
  }
}
