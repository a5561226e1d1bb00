import { InMemoryQueue } from '@snacks/adapters-memory';
import type { Clock, IdGenerator } from '@snacks/domain/ports';

import { nameIn } from '../../platform/arn.js';
import { AwsApiError } from '../aws-api-error.js';

const SECOND = 1_000;

/** The settings of a new queue. Both are in seconds. */
export interface NewQueue {
  readonly visibilityTimeout: number;
  readonly retention: number;
}

/** The platform's queues, and temporary queues that callers created. */
export class ServedQueues {
  private readonly temporary = new Map<string, InMemoryQueue>();

  constructor(
    private readonly platformQueues: ReadonlyMap<string, InMemoryQueue>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  get all(): readonly InMemoryQueue[] {
    return [...this.platformQueues.values(), ...this.temporary.values()];
  }

  /** Returns the queue with a name; `undefined` if there is none. */
  find(name: string): InMemoryQueue | undefined {
    return this.platformQueues.get(name) ?? this.temporary.get(name);
  }

  /**
   * Returns the queue with a URL, an ARN or a name.
   *
   * @throws {AwsApiError} `QueueDoesNotExist`.
   */
  get(reference: string): InMemoryQueue {
    const name = nameIn(reference);
    const queue = this.find(name);
    if (queue !== undefined) return queue;
    const names = this.all.map((each) => each.name).join(', ');
    throw new AwsApiError(
      'QueueDoesNotExist',
      `There is no queue ${name}. Queues: ${names}.`,
      'AWS.SimpleQueueService.NonExistentQueue',
    );
  }

  /** Creates a temporary queue. It exists until it is deleted or the process ends. */
  create(name: string, { visibilityTimeout, retention }: NewQueue): InMemoryQueue {
    const queue = new InMemoryQueue({
      name,
      clock: this.clock,
      ids: this.ids,
      visibilityTimeout: visibilityTimeout * SECOND,
      retention: retention * SECOND,
    });
    this.temporary.set(name, queue);
    return queue;
  }

  /**
   * Deletes a temporary queue and all its messages.
   *
   * @throws {AwsApiError} if the queue does not exist, or is a queue of the topology.
   */
  delete(reference: string): void {
    const { name } = this.get(reference);
    if (!this.temporary.delete(name)) {
      throw new AwsApiError(
        'UnsupportedOperation',
        `${name} is a queue of the topology. It cannot be deleted.`,
      );
    }
  }
}
