import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { topology } from '@snacks/handlers';
import { Construct } from 'constructs';

import { constructId, nameIn } from '../../names.js';
import type { DeploymentParameters } from '../../parameters.js';
import type { OrderFunctions } from './order-functions.js';
import type { Resources } from './permissions.js';

export interface EventSourcesProps {
  readonly parameters: DeploymentParameters;
  readonly resources: Resources;
  readonly functions: OrderFunctions;
}

/** The triggers of the functions besides the HTTP API: queues, the table's stream and schedules. */
export class EventSources extends Construct {
  constructor(scope: Construct, id: string, props: EventSourcesProps) {
    super(scope, id);
    this.addQueues(props);
    this.addStream(props);
    this.addSchedules(props);
  }

  private addQueues({ parameters, resources, functions }: EventSourcesProps): void {
    for (const consumer of topology.queueConsumers) {
      new EventSourceMapping(this, constructId(consumer.queue), {
        target: functions.alias(consumer.function),
        eventSourceArn: resources.queues.queue(consumer.queue).queueArn,
        batchSize: consumer.batchSize,
        maxConcurrency:
          parameters.maximumConcurrency.get(consumer.queue) ?? consumer.maximumConcurrency,
        reportBatchItemFailures: true,
      });
    }
  }

  private addStream({ parameters, resources, functions }: EventSourcesProps): void {
    const { table, deadLetterQueue, ...consumer } = topology.streamConsumer;
    const { tableStreamArn } = resources.store.table(table);
    if (tableStreamArn === undefined) throw new Error(`The table ${table} has no stream to read.`);
    new EventSourceMapping(this, 'Stream', {
      target: functions.alias(consumer.function),
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: consumer.batchSize,
      filters: [FilterCriteria.filter(consumer.filter)],
      parallelizationFactor: parameters.relayParallelization,
      bisectBatchOnError: consumer.bisectBatchOnError,
      maxRecordAge: Duration.seconds(consumer.maximumRecordAgeSeconds),
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(resources.queues.queue(deadLetterQueue)),
    });
  }

  private addSchedules({ parameters: { stage }, functions }: EventSourcesProps): void {
    for (const [name, schedule] of Object.entries(topology.schedules)) {
      new Rule(this, constructId(name), {
        ruleName: nameIn(stage, name),
        schedule: Schedule.rate(Duration.minutes(schedule.everyMinutes)),
        targets: [new LambdaTarget(functions.alias(schedule.function))],
      });
    }
  }
}
