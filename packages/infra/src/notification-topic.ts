import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { topology } from '@snacks/handlers';
import { Construct } from 'constructs';

import { nameIn } from './names.js';

export interface NotificationTopicProps {
  readonly stage: string;
  readonly key: IKey;
}

/** Where people are told of orders that have ended: encrypted, as it names customers, by TLS only. */
export class NotificationTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { stage, key }: NotificationTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: nameIn(stage, topology.topic.name),
      masterKey: key,
      enforceSSL: true,
    });
  }
}
