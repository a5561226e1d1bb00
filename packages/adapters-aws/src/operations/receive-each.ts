import { ReceiveMessageCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';

export interface ReceiveOptions {
  readonly QueueUrl: string;
  /** Seconds for which the messages are hidden. */
  readonly visibilityTimeout: number;
  /** The number of receives without a new message after which the queue counts as read. */
  readonly patience: number;
}

/**
 * Receives the messages of a queue, each once, and calls `visit` for one after the other, until it returns
 * `stop` or the queue has no new message. Then calls `release` with the messages that were received and
 * not visited, also after an error.
 */
export async function receiveEach(
  client: SQSClient,
  { QueueUrl, visibilityTimeout, patience }: ReceiveOptions,
  visit: (message: Message) => Promise<'next' | 'stop'>,
  release: (left: readonly Message[]) => Promise<void>,
): Promise<void> {
  const seen = new Set<string>();
  let left: Message[] = [];
  try {
    for (let empty = 0; empty < patience;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: visibilityTimeout,
          WaitTimeSeconds: 1, // without long polling, SQS queries only some of its servers
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      left = [...Messages];
      const unseen = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
      empty = unseen.length === 0 ? empty + 1 : 0;
      for (const message of unseen) {
        seen.add(message.MessageId ?? '');
        left = left.filter((one) => one !== message);
        if ((await visit(message)) === 'stop') return;
      }
    }
  } finally {
    await release(left);
  }
}
