import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { EVENT_SOURCE, type Notifications, type OrderEvent } from '@snacks/domain';

export interface SnsNotificationsOptions {
  readonly topicArn: string;
}

/**
 * Tells the subscribers of an SNS topic. A message is the event as the bus carries it, with the type
 * as its subject; its attributes `type` and `eventId` are what subscriptions filter by, and what
 * whoever was told twice recognises the event by.
 *
 * Throws the client's errors as they are.
 */
export class SnsNotifications implements Notifications {
  constructor(
    private readonly client: SNSClient,
    private readonly options: SnsNotificationsOptions,
  ) {}

  async notify({ type, detail }: OrderEvent): Promise<void> {
    await this.client.send(
      new PublishCommand({
        TopicArn: this.options.topicArn,
        Subject: type,
        Message: JSON.stringify({ source: EVENT_SOURCE, 'detail-type': type, detail }),
        MessageAttributes: {
          type: { DataType: 'String', StringValue: type },
          eventId: { DataType: 'String', StringValue: detail.metadata.eventId },
        },
      }),
    );
  }
}
