import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { EVENT_SOURCE, type OrderEvent } from '@snacks/domain/events';
import type { Notifications } from '@snacks/domain/ports';

export interface SnsNotificationsOptions {
  readonly topicArn: string;
}

/**
 * Publishes notifications to an SNS topic. A message is the event as on the bus, with its type as the
 * subject. Subscriptions can filter by the attribute `type`, and deduplicate by `eventId`.
 *
 * Throws the client's errors.
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
