import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';

import { fieldsOf, isFields } from '../fields.js';

/** The visibility timeout of a received message, in seconds. Unwanted messages are released earlier. */
const VISIBILITY_TIMEOUT = 30;

/** An event in a queue. */
export interface QueuedEvent {
  readonly id: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Finds an event in a queue, deletes it there, and returns it; `undefined` if there is none. Every
 * other message stays, and becomes visible to other consumers again.
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
          VisibilityTimeout: VISIBILITY_TIMEOUT,
          WaitTimeSeconds: 1, // without long polling, SQS queries only some of its servers
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
      if (unseen.length === 0) return undefined; // no more messages, or only known ones
    }
  } finally {
    for (const { ReceiptHandle } of others.values()) await release(sqs, QueueUrl, ReceiptHandle);
  }
}

/** Makes a message visible again. Does nothing if its visibility timeout has ended already. */
async function release(
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
