import { CfnOutput, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import { topology } from '@snacks/handlers';
import type { Construct } from 'constructs';

import { AlarmTopic } from './alarm-topic.js';
import { CallerDirectory } from './caller-directory.js';
import { ApprovalWorkflow, approvalWorkflowArn } from './approval-workflow.js';
import { CostGuard } from './cost-guard.js';
import { CursorKey } from './cursor-key.js';
import { DataProtection } from './data-protection.js';
import { EncryptionKey } from './encryption-key.js';
import { EventQueues } from './event-queues.js';
import { EventSources } from './event-sources.js';
import { HttpApi } from './http-api.js';
import { nameIn } from './names.js';
import { Observability } from './observability/observability.js';
import { OrderBus } from './order-bus.js';
import { OrderFunctions } from './order-functions.js';
import { OrderStore } from './order-store.js';
import { PeopleTopics } from './people-topics.js';
import type { Resources } from './permissions.js';
import { Rollout } from './rollout.js';
import type { Settings } from './settings.js';

export interface ServerlessSnacksStackProps extends StackProps {
  readonly settings: Settings;
}

/** The whole platform of one stage, built from the topology. */
export class ServerlessSnacksStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: ServerlessSnacksStackProps) {
    super(scope, id, { description: 'Serverless Snacks: the order platform', ...props });
    const { stage, retainData } = settings;
    const tag = { key: 'application', value: nameIn(stage, 'serverless-snacks') };
    for (const { key, value } of [tag, { key: 'stage', value: stage }]) {
      // The linter of templates does not know yet that a dashboard takes tags.
      Tags.of(this).add(key, value, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
    }
    // CDK says itself that a function depends on its role, which the linter finds superfluous.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };

    const protection = new DataProtection(this, 'DataProtection', { retain: retainData });
    const { key } = new EncryptionKey(this, 'EncryptionKey', { stage, protection });
    const queues = new EventQueues(this, 'Queues', settings);
    const store = new OrderStore(this, 'Store', { stage, key, protection });
    const bus = new OrderBus(this, 'Bus', { stage, queues });

    const topics = new PeopleTopics(this, 'Topics', { settings, key });
    const workflowArn = approvalWorkflowArn(this, stage);

    const resources: Resources = {
      key,
      store,
      bus: bus.bus,
      queues,
      topics,
      approvalWorkflowArn: workflowArn,
    };
    const functions = new OrderFunctions(this, 'Functions', {
      settings,
      resources,
      protection,
      environment: {
        ...topology.choices,
        ...(settings.orderRetentionDays !== undefined && {
          RETENTION_DAYS: `${settings.orderRetentionDays}`,
        }),
        ...(settings.unknownSnacks !== undefined && { UNKNOWN_SNACKS: settings.unknownSnacks }),
        ORDERS_TABLE_NAME: store.table('orders').tableName,
        STOCK_TABLE_NAME: store.table('stock').tableName,
        PAYMENTS_TABLE_NAME: store.table('payments').tableName,
        APPROVAL_TASKS_TABLE_NAME: store.table('approvalTasks').tableName,
        NOTIFICATIONS_TOPIC_ARN: topics.topic('notifications').topicArn,
        EVENT_BUS_NAME: bus.bus.eventBusName,
        APPROVAL_WORKFLOW_ARN: workflowArn,
        APPROVAL_DEADLINE_HOURS: `${settings.approvalDeadlineHours}`,
        APPROVERS_TOPIC_ARN: topics.topic('approvers').topicArn,
        STAGE: stage,
        EVENT_INTAKE_QUEUE_URL: queues.queue('event-intake').queueUrl,
        STREAM_DLQ_URL: queues.queue(topology.streamConsumer.deadLetterQueue).queueUrl,
        EVENT_RECORDS_TABLE_NAME: store.table('eventRecords').tableName,
        AUTH: settings.auth,
        CURSOR_KEY: new CursorKey(this, 'CursorKey', { key }).value,
        LOG_LEVEL: settings.logLevel,
      },
    });
    const { stateMachine } = new ApprovalWorkflow(this, 'ApprovalWorkflow', {
      settings,
      key,
      protection,
      functions,
    });
    new EventSources(this, 'EventSources', { stage, resources, functions });
    const callers =
      settings.auth === 'jwt'
        ? new CallerDirectory(this, 'Callers', { settings, protection })
        : undefined;
    const api = new HttpApi(this, 'HttpApi', { settings, key, protection, functions, callers });

    const { topic } = new AlarmTopic(this, 'AlarmTopic', { settings, key });
    const observability = new Observability(this, 'Observability', {
      settings,
      topic,
      functions,
      resources,
      api,
      approvalWorkflow: stateMachine,
    });
    new Rollout(this, 'Rollout', { settings, functions, topic });
    new CostGuard(this, 'CostGuard', { settings, topic, tag });

    new CfnOutput(this, 'ApiEndpoint', { value: api.url, description: 'Where orders are placed' });
    new CfnOutput(this, 'DashboardUrl', {
      value: observability.dashboardUrl,
      description: 'How the platform is doing',
    });
    if (callers !== undefined) {
      new CfnOutput(this, 'UserPoolId', {
        value: callers.pool.userPoolId,
        description: 'Where callers are known',
      });
      new CfnOutput(this, 'UserPoolClientId', {
        value: callers.client.userPoolClientId,
        description: 'By which they sign in',
      });
    }
  }
}
