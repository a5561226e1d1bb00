import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ExternalEvent } from '@snacks/domain/events';
import { type EventQueue, toMessageBody } from '@snacks/domain/ports';

/** Sends external events to an SQS queue, each as the JSON body of a message. */
export class SqsEventQueue implements EventQueue {
  constructor(
    private readonly client: SQSClient,
    private readonly options: { readonly queueUrl: string },
  ) {}

  async enqueue(event: ExternalEvent): Promise<void> {
    const { queueUrl } = this.options;
    await this.client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: toMessageBody(event) }),
    );
  }
}
