import type { Clock, IdGenerator } from '@snacks/domain/ports';

import { sourceOf } from '../../inspection/dead-letters.js';
import { queueArn } from '../../platform/arn.js';
import { AwsApiError } from '../aws-api-error.js';
import type { Operations } from '../operation.js';
import type { ServedQueues } from './served-queues.js';

/** A redrive in the form of `ListMessageMoveTasks`. Here it completes at once. */
interface MoveTask {
  readonly SourceArn: string;
  readonly DestinationArn: string;
  readonly Status: 'COMPLETED';
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly StartedTimestamp: number;
}

/** The maximum number of redrives that are listed for a queue, as in SQS. */
const MAX_TASKS = 10;

/** The operations that redrive a dead-letter queue. */
export function redriveOperations(
  queues: ServedQueues,
  clock: Clock,
  ids: IdGenerator,
): Operations {
  const tasks = new Map<string, MoveTask[]>();
  return {
    StartMessageMoveTask: {
      parameters: ['SourceArn', 'DestinationArn', 'MaxNumberOfMessagesPerSecond'],
      run: (parameters) => {
        const deadLetters = queues.get(parameters.text('SourceArn'));
        const source = sourceOf(deadLetters, queues.all);
        if (source === undefined) {
          throw new AwsApiError(
            'UnsupportedOperation',
            `${deadLetters.name} is not the dead-letter queue of another queue, so it cannot be redriven.`,
            'AWS.SimpleQueueService.UnsupportedOperation',
          );
        }
        const destinationArn = parameters.optionalText('DestinationArn');
        const destination = destinationArn === undefined ? source : queues.get(destinationArn);
        const StartedTimestamp = clock.now();
        const moved = deadLetters.redriveTo(destination);
        const task: MoveTask = {
          SourceArn: queueArn(deadLetters.name),
          DestinationArn: queueArn(destination.name),
          Status: 'COMPLETED',
          ApproximateNumberOfMessagesMoved: moved,
          ApproximateNumberOfMessagesToMove: moved,
          StartedTimestamp,
        };
        const earlier = tasks.get(deadLetters.name) ?? [];
        tasks.set(deadLetters.name, [task, ...earlier].slice(0, MAX_TASKS));
        return { TaskHandle: ids.randomId() };
      },
    },
    ListMessageMoveTasks: {
      parameters: ['SourceArn', 'MaxResults'],
      run: (parameters) => {
        const { name } = queues.get(parameters.text('SourceArn'));
        const max = parameters.optionalNumber('MaxResults', { from: 1, to: MAX_TASKS }) ?? 1;
        return { Results: (tasks.get(name) ?? []).slice(0, max) };
      },
    },
  };
}
