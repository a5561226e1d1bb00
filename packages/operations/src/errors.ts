/** The code of every error of the operations. */
export type OperationsErrorCode =
  | 'QUEUE_NOT_FOUND'
  | 'MESSAGE_NOT_FOUND'
  | 'NOT_REDRIVABLE'
  | 'REDRIVE_RUNNING'
  | 'MESSAGE_INVALID';

/** An error of an operator's request. Its message is for the operator. */
export abstract class OperationsError extends Error {
  abstract readonly code: OperationsErrorCode;
}

/** There is no dead-letter queue with this name. */
export class QueueNotFoundError extends OperationsError {
  override readonly name = 'QueueNotFoundError';
  readonly code = 'QUEUE_NOT_FOUND';

  constructor(queues: readonly string[]) {
    super(`There is no such dead-letter queue. Dead-letter queues: ${queues.join(', ')}.`);
  }
}

/** The queue does not have the message: it was redriven or deleted, or another reader hides it for now. */
export class MessageNotFoundError extends OperationsError {
  override readonly name = 'MessageNotFoundError';
  readonly code = 'MESSAGE_NOT_FOUND';

  constructor(queue: string) {
    super(
      `${queue} does not have this message now. It may be redriven or deleted, or hidden for some seconds: list the queue again.`,
    );
  }
}

/** A message cannot be sent to the queue that it failed in. */
export class NotRedrivableError extends OperationsError {
  override readonly name = 'NotRedrivableError';
  readonly code = 'NOT_REDRIVABLE';
}

/** Messages of this queue are being moved already. */
export class RedriveRunningError extends OperationsError {
  override readonly name = 'RedriveRunningError';
  readonly code = 'REDRIVE_RUNNING';

  constructor(queue: string) {
    super(`A redrive of ${queue} is running: wait until it has ended.`);
  }
}

/** An edited message is not one that its handler can read. */
export class MessageInvalidError extends OperationsError {
  override readonly name = 'MessageInvalidError';
  readonly code = 'MESSAGE_INVALID';

  constructor(
    readonly issues: readonly {
      readonly field: string;
      readonly code: string;
      readonly message: string;
    }[],
  ) {
    super('The message is not valid by the schema of its event.');
  }
}

/** One call asks for more measures than it may. */
export class TooManyMeasuresError extends RangeError {
  override readonly name = 'TooManyMeasuresError';

  constructor(count: number, max: number) {
    super(`One call reads at most ${max} measures, not ${count}: read them in several calls.`);
  }
}
