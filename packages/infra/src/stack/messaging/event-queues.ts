import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { QUEUE_NAMES, topology, type QueueName } from '@snacks/handlers';
import { Construct } from 'constructs';

import { constructId, nameIn } from '../../names.js';
import type { DeploymentParameters } from '../../parameters.js';

/** Whether a queue holds failed messages, which an operator handles. */
export function isDeadLetterQueue(name: QueueName): boolean {
  return !topology.queueConsumers.some(({ queue }) => queue === name);
}

/**
 * Receives until a message becomes a dead letter, in a stage without reserved concurrency: there, a
 * poll that Lambda throttles counts as a receive without a try. With a visibility timeout of 90 seconds,
 * eight receives survive twelve minutes in which every poll is throttled.
 */
export const UNRESERVED_MAX_RECEIVES = 8;

/**
 * The topology's queues: encrypted, and accessible by TLS only. The parameters may change the retention
 * and the number of receives of the topology, but not the retention of dead letters.
 */
export class EventQueues extends Construct {
  private readonly queues = new Map<QueueName, Queue>();

  constructor(
    scope: Construct,
    id: string,
    private readonly parameters: DeploymentParameters,
  ) {
    super(scope, id);
    for (const name of QUEUE_NAMES) this.queue(name);
  }

  /** One of the topology's queues. */
  queue(name: QueueName): Queue {
    const existing = this.queues.get(name);
    if (existing !== undefined) return existing;
    const queue = this.createQueue(name);
    if (isDeadLetterQueue(name)) {
      Validations.of(queue).acknowledge({
        id: 'AwsSolutions::AwsSolutions-SQS3',
        reason:
          'It is a dead-letter queue of a rule, a stream or an invocation. No function consumes it.',
      });
    }
    this.queues.set(name, queue);
    return queue;
  }

  private createQueue(name: QueueName): Queue {
    const { stage, queueRetentionDays, maxReceiveCount, reserveConcurrency } = this.parameters;
    const { retentionSeconds, visibilityTimeoutSeconds, redrive } = topology.queues[name];
    return new Queue(this, constructId(name), {
      queueName: nameIn(stage, name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod:
        isDeadLetterQueue(name) || queueRetentionDays === undefined
          ? Duration.seconds(retentionSeconds)
          : Duration.days(queueRetentionDays),
      ...(visibilityTimeoutSeconds !== undefined && {
        visibilityTimeout: Duration.seconds(visibilityTimeoutSeconds),
      }),
      ...(redrive !== undefined && {
        deadLetterQueue: {
          queue: this.queue(redrive.deadLetterQueue),
          maxReceiveCount:
            maxReceiveCount ??
            (reserveConcurrency ? redrive.maxReceiveCount : UNRESERVED_MAX_RECEIVES),
        },
      }),
    });
  }
}
