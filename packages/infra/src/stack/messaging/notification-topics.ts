import { topology, type TopicName } from '@snacks/handlers';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import { constructId, nameIn } from '../../names.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface NotificationTopicsProps {
  readonly parameters: DeploymentParameters;
  /** Encrypts instead of a key that AWS owns. */
  readonly key: IKey | undefined;
}

/** The topology's topics for notifications to people: encrypted, and accessible by TLS only. */
export class NotificationTopics extends Construct {
  private readonly topics: Readonly<Record<TopicName, Topic>>;

  constructor(scope: Construct, id: string, { parameters, key }: NotificationTopicsProps) {
    super(scope, id);
    const create = (name: TopicName) =>
      new Topic(this, constructId(name), {
        topicName: nameIn(parameters.stage, topology.topics[name].name),
        ...(key !== undefined && { masterKey: key }),
        enforceSSL: true,
      });
    this.topics = { notifications: create('notifications'), approvers: create('approvers') };
    if (parameters.approverEmail !== undefined) {
      this.topics.approvers.addSubscription(new EmailSubscription(parameters.approverEmail));
    }
  }

  /** One of the topology's topics. */
  topic(name: TopicName): Topic {
    return this.topics[name];
  }
}
