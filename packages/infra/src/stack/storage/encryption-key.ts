import { Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

import { PUBLISHERS } from '../monitoring/alarm-topic.js';
import type { DataProtection } from './data-protection.js';

export interface EncryptionKeyProps {
  readonly stage: string;
  /** The key outlives the stack if the data does: without the key, the data is unreadable. */
  readonly protection: DataProtection;
}

/**
 * The stage's key, which AWS rotates once a year. It encrypts the tables, the logs and the topics. The
 * queues and the archive hold data only for days, and use keys of their services. A stage without data
 * worth a dollar a month has no such key: keys that AWS owns encrypt the same resources.
 */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { stage, protection }: EncryptionKeyProps) {
    super(scope, id);
    const { region, account, partition } = Stack.of(this);
    this.key = new Key(this, 'Key', {
      description: `Serverless Snacks, ${stage}: orders, logs and alarms`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: protection.removalPolicy,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroups',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt*',
          'kms:Decrypt*',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:Describe*',
        ],
        resources: ['*'], // in a key policy, * is the key itself
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
          },
        },
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmPublishers',
        effect: Effect.ALLOW,
        principals: PUBLISHERS.map((service) => new ServicePrincipal(service)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'], // the key itself; the topic's policy checks the account
      }),
    );
  }
}
