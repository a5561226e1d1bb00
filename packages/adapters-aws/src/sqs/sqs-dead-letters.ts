import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  type DeadLetter,
  type DeadLetters,
  toDeadLetterMessage,
  toMessageBody,
} from '@snacks/domain/ports';

/**
 * Sends dead letters to an SQS queue, each as the JSON body of a message. They fit: the limit of a
 * message is 1 MiB, and an event is part of an item of at most 400 KB.
 */
export class SqsDeadLetters implements DeadLetters {
  constructor(
    private readonly client: SQSClient,
    private readonly options: { readonly queueUrl: string },
  ) {}

  async add(letter: DeadLetter): Promise<void> {
    const { queueUrl } = this.options;
    const body = toMessageBody(toDeadLetterMessage(letter));
    await this.client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  }
}
