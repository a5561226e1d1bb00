import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';

import { fieldsOf, isFields } from '../fields.js';

/** For how long a message that is looked at is hidden, in seconds. It is shown again at once. */
const HIDDEN_WHILE_LOOKING = 30;

/** An event as it lies in a queue. */
export interface QueuedEvent {
  readonly id: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Looks through a queue for an event, takes it out, and returns it; `undefined` where it is not
 * there. Every other message stays, and can be received by others again.
 */
export async function consumeEvent(
  sqs: SQSClient,
  QueueUrl: string,
  isWanted: (event: QueuedEvent) => boolean,
): Promise<QueuedEvent | undefined> {
  const others = new Map<string, Message>();
  try {
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HIDDEN_WHILE_LOOKING,
          WaitTimeSeconds: 1, // without, SQS asks only some of its servers
        }),
      );
      const unseen = Messages.filter(({ MessageId = '' }) => !others.has(MessageId));
      for (const message of Messages) others.set(message.MessageId ?? '', message);
      for (const { MessageId = '', ReceiptHandle, Body = '' } of unseen) {
        const event = readEvent(Body);
        if (event === undefined || !isWanted(event)) continue;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        others.delete(MessageId);
        return event;
      }
      if (unseen.length === 0) return undefined; // nothing more, or round again
    }
  } finally {
    for (const { ReceiptHandle } of others.values()) await show(sqs, QueueUrl, ReceiptHandle);
  }
}

/** Lets a message be received again at once; one that nobody hides any more is so already. */
async function show(
  sqs: SQSClient,
  QueueUrl: string,
  ReceiptHandle: string | undefined,
): Promise<void> {
  try {
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (!/MessageNotInflight|InvalidParameterValue/.test(name)) throw error;
  }
}

function readEvent(body: string): QueuedEvent | undefined {
  const { id, 'detail-type': detailType, detail } = fieldsOf(body) ?? {};
  if (typeof id !== 'string' || typeof detailType !== 'string' || !isFields(detail)) {
    return undefined;
  }
  return { id, detailType, detail };
}
