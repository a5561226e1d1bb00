import { InMemoryQueue } from '@snacks/adapters-memory';
import type { Clock, IdGenerator } from '@snacks/domain';

import { nameIn } from '../../platform/arn.js';
import { AwsApiError } from '../aws-api-error.js';

const SECOND = 1_000;

/** What a new queue is told; both in seconds. */
export interface NewQueue {
  readonly visibilityTimeout: number;
  readonly retention: number;
}

/** The queues that can be called: the platform's, and temporary ones that callers made. */
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

  /** The queue of a name; `undefined` where there is none. */
  named(name: string): InMemoryQueue | undefined {
    return this.platformQueues.get(name) ?? this.temporary.get(name);
  }

  /**
   * The queue that a URL, an ARN or a name is about.
   *
   * @throws {AwsApiError} `QueueDoesNotExist`.
   */
  get(reference: string): InMemoryQueue {
    const name = nameIn(reference);
    const queue = this.named(name);
    if (queue !== undefined) return queue;
    const names = this.all.map((known) => known.name).join(', ');
    throw new AwsApiError(
      'QueueDoesNotExist',
      `There is no queue ${name}: there are ${names}.`,
      'AWS.SimpleQueueService.NonExistentQueue',
    );
  }

  /** Makes a temporary queue: it goes when it is deleted, or with the process. */
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
   * Deletes a temporary queue, with all messages in it.
   *
   * @throws {AwsApiError} where there is none, or it is one of the platform's.
   */
  delete(reference: string): void {
    const { name } = this.get(reference);
    if (!this.temporary.delete(name)) {
      throw new AwsApiError(
        'UnsupportedOperation',
        `${name} is one of the platform's own queues, which stand in the topology.`,
      );
    }
  }
}
