import { deepEqual, equal } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { ReceiptArchiveStack } from './receipt-archive-stack.js';

const stack = new ReceiptArchiveStack(new App(), 'ReceiptArchive', {
  busName: 'serverless-snacks-orders-prod',
  code: Code.fromInline('exports.handler = async () => {};'),
});
const template = Template.fromStack(stack);
const queues = template.findResources('AWS::SQS::Queue');

/** The id of a queue by the start of its id, as CDK adds a hash to it. */
function idOf(name: string): string {
  return Object.keys(queues).find((id) => id.startsWith(name)) ?? '';
}

const arnOf = (name: string) => ({ 'Fn::GetAtt': [idOf(name), 'Arn'] });

describe('the stack of the receipt archive', () => {
  it('sends processed orders of the bus to its queue, and keeps those that cannot be delivered', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'serverless-snacks-orders-prod',
      EventPattern: { source: ['serverless.snacks'], 'detail-type': ['Order Processed'] },
      Targets: [
        Match.objectLike({
          Arn: arnOf('Events'),
          DeadLetterConfig: { Arn: arnOf('UndeliveredEvents') },
        }),
      ],
    });
  });

  it('keeps a message that failed three times for 14 days', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: { deadLetterTargetArn: arnOf('FailedMessages'), maxReceiveCount: 3 },
    });
    for (const name of ['FailedMessages', 'UndeliveredEvents']) {
      equal(queues[idOf(name)]?.Properties.MessageRetentionPeriod, 14 * 24 * 60 * 60);
    }
  });

  it('delivers a message again after six timeouts of the function at the earliest', () => {
    const [archiver] = Object.values(template.findResources('AWS::Lambda::Function'));

    equal(queues[idOf('Events')]?.Properties.VisibilityTimeout, 6 * archiver?.Properties.Timeout);
  });

  it('encrypts every queue and the table', () => {
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true },
    });
  });

  it('repeats only the failed messages of a batch', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf('Events'),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('lets the function consume its queue, add receipts and write its log, and nothing else', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    const [role] = Object.values(template.findResources('AWS::IAM::Role'));
    const statements = policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement);

    equal(role?.Properties.ManagedPolicyArns, undefined);
    deepEqual(statements.flatMap(({ Action }) => Action).sort(), [
      'dynamodb:PutItem',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    equal(JSON.stringify(statements).includes('"*"'), false);
  });

  it('lets only its rule send to its queues', () => {
    const [rule = ''] = Object.keys(template.findResources('AWS::Events::Rule'));
    const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
    const allowed = policies
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow');

    deepEqual(
      allowed.map(({ Resource }) => Resource),
      [arnOf('UndeliveredEvents'), arnOf('Events')],
    );
    for (const { Action, Principal, Condition } of allowed) {
      equal([Action].flat().includes('sqs:SendMessage'), true);
      deepEqual(Principal, { Service: 'events.amazonaws.com' });
      deepEqual(Condition, { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } });
    }
  });
});
