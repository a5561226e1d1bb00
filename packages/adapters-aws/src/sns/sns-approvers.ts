import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { ApprovalRequest, Approvers } from '@snacks/domain/ports';

export interface SnsApproversOptions {
  readonly topicArn: string;
}

/**
 * Publishes approval requests to an SNS topic. A message is the request as JSON, with a readable
 * subject. Subscriptions can filter by the attributes `orderId` and `reminder`.
 *
 * Throws the client's errors.
 */
export class SnsApprovers implements Approvers {
  constructor(
    private readonly client: SNSClient,
    private readonly options: SnsApproversOptions,
  ) {}

  async ask(request: ApprovalRequest): Promise<void> {
    const { orderId, reminder } = request;
    await this.client.send(
      new PublishCommand({
        TopicArn: this.options.topicArn,
        Subject: `Order ${orderId} ${reminder ? 'still waits' : 'waits'} for approval`,
        Message: JSON.stringify(request, undefined, 2),
        MessageAttributes: {
          orderId: { DataType: 'String', StringValue: orderId },
          reminder: { DataType: 'String', StringValue: String(reminder) },
        },
      }),
    );
  }
}
