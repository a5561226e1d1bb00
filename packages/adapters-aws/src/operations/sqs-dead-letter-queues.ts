import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { toTimestamp } from '@snacks/domain';
import {
  RedriveRunningError,
  type ConsumeOutcome,
  type DeadLetterQueues,
  type QueueDepth,
  type QueuedMessage,
} from '@snacks/operations';

import { receiveEach } from './receive-each.js';

export interface SqsDeadLetterQueuesOptions {
  /** Returns the name of a queue in the account. */
  readonly nameOf: (queue: string) => string;
}

/** Seconds for which messages are hidden: during a listing, and while they are handled. */
const LISTED = 5;
const HANDLED = 60;

/**
 * Reads and redrives dead-letter queues by the API of SQS.
 *
 * - Only a receive reads a message. So each listing counts as a receive of its messages, and hides them
 *   for a moment. Concurrent listings of one instance share one read.
 * - `moveAll` starts a message move task: at most one per queue, at up to 500 messages per second.
 *
 * Throws the errors of the port, and the client's errors.
 */
export class SqsDeadLetterQueues implements DeadLetterQueues {
  private readonly urls = new Map<string, Promise<string>>();
  private readonly listings = new Map<string, Promise<readonly QueuedMessage[]>>();

  constructor(
    private readonly client: SQSClient,
    private readonly options: SqsDeadLetterQueuesOptions,
  ) {}

  async depth(queue: string): Promise<QueueDepth> {
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } =
      await this.attributes(queue, [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
      ]);
    return { visible: Number(visible ?? 0), inFlight: Number(hidden ?? 0) };
  }

  async list(queue: string, limit: number): Promise<readonly QueuedMessage[]> {
    const key = `${queue} ${limit}`;
    const running = this.listings.get(key);
    if (running !== undefined) return running;
    const listing = this.read(queue, limit).finally(() => this.listings.delete(key));
    this.listings.set(key, listing);
    return listing;
  }

  async consume(
    queue: string,
    messageIds: readonly string[],
    handle: (message: QueuedMessage) => Promise<void>,
  ): Promise<ReadonlyMap<string, ConsumeOutcome>> {
    const QueueUrl = await this.urlOf(queue);
    const outcomes = new Map<string, ConsumeOutcome>();
    const others: Message[] = [];
    await receiveEach(
      this.client,
      { QueueUrl, visibilityTimeout: HANDLED, patience: 2 },
      async (message) => {
        const { MessageId = '', ReceiptHandle } = message;
        if (!messageIds.includes(MessageId)) {
          others.push(message);
          return 'next';
        }
        try {
          await handle(toQueuedMessage(message));
          await this.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          outcomes.set(MessageId, { done: true });
        } catch (error) {
          others.push(message);
          outcomes.set(MessageId, { done: false, error });
        }
        return outcomes.size === messageIds.length ? 'stop' : 'next';
      },
      async (left) => this.release(QueueUrl, [...others, ...left]),
    );
    return outcomes;
  }

  async send(
    queue: string,
    { body, attributes }: Pick<QueuedMessage, 'body' | 'attributes'>,
  ): Promise<void> {
    const names = Object.entries(attributes);
    await this.client.send(
      new SendMessageCommand({
        QueueUrl: await this.urlOf(queue),
        MessageBody: body,
        ...(names.length > 0 && {
          MessageAttributes: Object.fromEntries(
            names.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
          ),
        }),
      }),
    );
  }

  async moveAll(queue: string): Promise<number> {
    const { QueueArn: SourceArn = '', ApproximateNumberOfMessages: count } = await this.attributes(
      queue,
      ['QueueArn', 'ApproximateNumberOfMessages'],
    );
    try {
      await this.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    } catch (error) {
      if (error instanceof Error && /already a task running/i.test(error.message)) {
        throw new RedriveRunningError(queue);
      }
      throw error;
    }
    return Number(count ?? 0);
  }

  private async read(queue: string, limit: number): Promise<readonly QueuedMessage[]> {
    const { visible } = await this.depth(queue);
    const QueueUrl = await this.urlOf(queue);
    const messages: Message[] = [];
    const wanted = Math.min(limit, Math.max(1, visible));
    await receiveEach(
      this.client,
      { QueueUrl, visibilityTimeout: LISTED, patience: 1 },
      async (message) => {
        messages.push(message);
        return messages.length >= wanted ? 'stop' : 'next';
      },
      async (left) => this.release(QueueUrl, [...messages, ...left]),
    );
    return messages.map(toQueuedMessage).sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
  }

  /** Makes messages visible again. One that cannot be released becomes visible after its timeout. */
  private async release(QueueUrl: string, messages: readonly Message[]): Promise<void> {
    await Promise.allSettled(
      messages.map(async ({ ReceiptHandle }) =>
        this.client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
        ),
      ),
    );
  }

  private async attributes(
    queue: string,
    AttributeNames: (
      | 'QueueArn'
      | 'ApproximateNumberOfMessages'
      | 'ApproximateNumberOfMessagesNotVisible'
    )[],
  ): Promise<Readonly<Record<string, string>>> {
    const QueueUrl = await this.urlOf(queue);
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
    );
    return Attributes;
  }

  private async urlOf(queue: string): Promise<string> {
    const known = this.urls.get(queue);
    if (known !== undefined) return known;
    const url = this.findUrl(queue);
    this.urls.set(queue, url);
    url.catch(() => this.urls.delete(queue)); // the next call asks again
    return url;
  }

  private async findUrl(queue: string): Promise<string> {
    const QueueName = this.options.nameOf(queue);
    const { QueueUrl = '' } = await this.client.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl;
  }
}

function toQueuedMessage({
  MessageId,
  Body,
  Attributes,
  MessageAttributes,
}: Message): QueuedMessage {
  const { ApproximateReceiveCount: receives, SentTimestamp: sent } = Attributes ?? {};
  return {
    messageId: MessageId ?? '',
    body: Body ?? '',
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes ?? {}).flatMap(([name, { StringValue }]) =>
        StringValue === undefined ? [] : [[name, StringValue]],
      ),
    ),
    receiveCount: Number(receives ?? 0),
    sentAt: toTimestamp(Number(sent ?? 0)),
  };
}
