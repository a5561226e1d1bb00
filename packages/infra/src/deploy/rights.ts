import { FUNCTION_NAMES, TABLE_NAMES, type FunctionName } from '@snacks/handlers';

import { nameIn } from '../names.js';
import { GRADUAL_FUNCTIONS } from '../stack/compute/gradual-functions.js';
import type { Deployment } from './deployment.js';

/** A statement of an IAM policy that allows actions. */
export interface Allowed {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
}

/** The tables that the proof writes and reads. */
const PROVED_TABLES = ['orders', 'stock', 'payments'] as const;

/** The queues that the proof reads, beside its own temporary one. */
const PROVED_QUEUES = ['order-processing', 'order-processing-dlq'] as const;

/** The prefix of the temporary queue and rule that the proof creates and removes. */
export const PROOF_PREFIX = 'snacks-proof-';

/**
 * The permissions of a role that ships and proves a stage. The deployment itself assumes the roles of
 * CDK's bootstrap; the preflight, the rollout's progress and the proof need the other permissions.
 */
export function rightsOf(deployment: Deployment): readonly Allowed[] {
  return [
    allow('Deployment', ['sts:AssumeRole'], ['arn:aws:iam::*:role/cdk-hnb659fds-*']),
    ...preflightRights(deployment),
    ...rolloutRights(deployment),
    ...proofRights(deployment),
  ];
}

/** The permissions of the preflight and the summary. */
export function preflightRights(deployment: Deployment): readonly Allowed[] {
  return [
    allow(
      'Account',
      [
        'budgets:ViewBudget',
        'lambda:GetAccountSettings',
        'logs:DescribeLogGroups',
        'organizations:DescribeOrganization',
        'servicequotas:ListServiceQuotas',
        'ses:GetAccount',
        'ses:GetEmailIdentity',
      ],
      ['*'],
    ),
    allow('Bootstrap', ['ssm:GetParameter'], [arn('ssm', 'parameter/cdk-bootstrap/*')]),
    allow(
      'Stack',
      ['cloudformation:DescribeStacks'],
      [arn('cloudformation', `stack/${deployment.stackName}/*`)],
    ),
    allow(
      'Leftovers',
      ['dynamodb:DescribeTable'],
      TABLE_NAMES.map((name) => arn('dynamodb', `table/${deployment.tableName(name)}`)),
    ),
  ];
}

/** The permissions to read the progress of a rollout, and the reason for its rollback. */
export function rolloutRights(deployment: Deployment): readonly Allowed[] {
  const application = nameIn(deployment.stage, 'serverless-snacks');
  return [
    allow('LiveVersions', ['lambda:GetAlias'], functionArns(deployment, GRADUAL_FUNCTIONS)),
    allow(
      'Rollouts',
      ['codedeploy:BatchGetDeployments', 'codedeploy:ListDeployments'],
      [arn('codedeploy', `deploymentgroup:${application}/*`)],
    ),
  ];
}

/** The permissions of the proof. */
export function proofRights(deployment: Deployment): readonly Allowed[] {
  return [
    allow(
      'Order',
      ['lambda:InvokeFunction'],
      [arn('lambda', `function:${deployment.functionName('order-creator')}:${deployment.alias}`)],
    ),
    allow('Events', ['events:PutEvents'], [arn('events', `event-bus/${deployment.busName}`)]),
    allow(
      'Listener',
      ['events:DeleteRule', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets'],
      [arn('events', `rule/${deployment.busName}/${PROOF_PREFIX}*`)],
    ),
    allow(
      'Queues',
      [
        'sqs:ChangeMessageVisibility',
        'sqs:CreateQueue',
        'sqs:DeleteMessage',
        'sqs:DeleteQueue',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
      ],
      [
        arn('sqs', `${PROOF_PREFIX}*`),
        ...PROVED_QUEUES.map((name) => arn('sqs', deployment.queueName(name))),
      ],
    ),
    allow(
      'Items',
      ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
      PROVED_TABLES.map((name) => arn('dynamodb', `table/${deployment.tableName(name)}`)),
    ),
    allow(
      'Catalogue',
      ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      [arn('dynamodb', `table/${deployment.tableName('catalogue')}`)],
    ),
    {
      ...allow('Key', ['kms:Decrypt'], [arn('kms', 'key/*')]),
      Condition: { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } },
    },
    allow(
      'Logs',
      ['logs:FilterLogEvents'],
      FUNCTION_NAMES.map(
        (name) => `${arn('logs', `log-group:${deployment.logGroupName(name)}`)}:*`,
      ),
    ),
  ];
}

function functionArns(deployment: Deployment, names: readonly FunctionName[]): readonly string[] {
  return names.flatMap((name) => {
    const unqualified = arn('lambda', `function:${deployment.functionName(name)}`);
    return [unqualified, `${unqualified}:${deployment.alias}`];
  });
}

function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): Allowed {
  return { Sid, Effect: 'Allow', Action, Resource };
}

/** An ARN in any region and account, because the policy fits every account. */
function arn(service: string, resource: string): string {
  return `arn:aws:${service}:*:*:${resource}`;
}
