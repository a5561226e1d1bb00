import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import { nameIn } from '../../names.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface AlarmTopicProps {
  readonly parameters: DeploymentParameters;
  /** Encrypts instead of a key that AWS owns. */
  readonly key: IKey | undefined;
}

/** The services that publish to the alarm topic: alarms, the budget and cost anomalies. */
export const PUBLISHERS = [
  'cloudwatch.amazonaws.com',
  'budgets.amazonaws.com',
  'costalerts.amazonaws.com',
];

/** The topic for everything that needs an operator. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { parameters, key }: AlarmTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: nameIn(parameters.stage, 'serverless-snacks-alarms'),
      ...(key !== undefined && { masterKey: key }),
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Publishers',
        principals: PUBLISHERS.map((service) => new ServicePrincipal(service)),
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (parameters.alarmEmail !== undefined) {
      this.topic.addSubscription(new EmailSubscription(parameters.alarmEmail));
    }
  }
}
