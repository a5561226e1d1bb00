import { CfnOutput, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import { topology } from '@snacks/handlers';
import type { Construct } from 'constructs';

import { AlarmTopic } from './monitoring/alarm-topic.js';
import { CallerDirectory } from './api/caller-directory.js';
import { ApprovalWorkflow, approvalWorkflowArn } from './compute/approval-workflow.js';
import { CostGuard } from './monitoring/cost-guard.js';
import { CursorKey } from './api/cursor-key.js';
import { DataProtection } from './storage/data-protection.js';
import { EncryptionKey } from './storage/encryption-key.js';
import { EventQueues } from './messaging/event-queues.js';
import { EventSources } from './compute/event-sources.js';
import { HttpApi } from './api/http-api.js';
import { nameIn } from '../names.js';
import { Observability } from './monitoring/observability.js';
import { OrderBus } from './messaging/order-bus.js';
import { OrderFunctions } from './compute/order-functions.js';
import { OrderStore } from './storage/order-store.js';
import { NotificationTopics } from './messaging/notification-topics.js';
import type { Resources } from './compute/permissions.js';
import { Rollout } from './compute/rollout.js';
import type { DeploymentParameters } from '../parameters.js';

export interface ServerlessSnacksStackProps extends StackProps {
  readonly parameters: DeploymentParameters;
}

/** The platform of one stage, built from the topology. */
export class ServerlessSnacksStack extends Stack {
  constructor(scope: Construct, id: string, { parameters, ...props }: ServerlessSnacksStackProps) {
    super(scope, id, { description: 'Serverless Snacks: the order platform', ...props });
    const { stage, retainData } = parameters;
    const tag = { key: 'application', value: nameIn(stage, 'serverless-snacks') };
    for (const { key, value } of [tag, { key: 'stage', value: stage }]) {
      // cfn-lint does not know yet that a dashboard takes tags.
      Tags.of(this).add(key, value, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
    }
    // CDK adds a DependsOn from a function to its role, which cfn-lint reports as redundant.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };

    const protection = new DataProtection(this, 'DataProtection', { retain: retainData });
    const key = parameters.customerKey
      ? new EncryptionKey(this, 'EncryptionKey', { stage, protection }).key
      : undefined;
    const queues = new EventQueues(this, 'Queues', parameters);
    const store = new OrderStore(this, 'Store', { stage, key, protection });
    const bus = new OrderBus(this, 'Bus', { stage, queues });

    const topics = new NotificationTopics(this, 'Topics', { parameters, key });
    const workflowArn = approvalWorkflowArn(this, stage);

    const resources: Resources = {
      stage,
      key,
      store,
      bus: bus.bus,
      queues,
      topics,
      approvalWorkflowArn: workflowArn,
    };
    const functions = new OrderFunctions(this, 'Functions', {
      parameters,
      resources,
      protection,
      environment: {
        ...topology.parameters,
        ...(parameters.orderRetentionDays !== undefined && {
          RETENTION_DAYS: `${parameters.orderRetentionDays}`,
        }),
        ...(parameters.unknownSnacks !== undefined && { UNKNOWN_SNACKS: parameters.unknownSnacks }),
        ...(parameters.catalogue !== undefined && { CATALOGUE: parameters.catalogue }),
        ORDERS_TABLE_NAME: store.table('orders').tableName,
        STOCK_TABLE_NAME: store.table('stock').tableName,
        PAYMENTS_TABLE_NAME: store.table('payments').tableName,
        APPROVAL_TASKS_TABLE_NAME: store.table('approvalTasks').tableName,
        NOTIFICATIONS_TOPIC_ARN: topics.topic('notifications').topicArn,
        EVENT_BUS_NAME: bus.bus.eventBusName,
        APPROVAL_WORKFLOW_ARN: workflowArn,
        SWEEPER_PAGE: `${parameters.sweeperPage}`,
        INDEX_SHARDS: `${parameters.indexShards}`,
        APPROVAL_DEADLINE_HOURS: `${parameters.approvalDeadlineHours}`,
        APPROVERS_TOPIC_ARN: topics.topic('approvers').topicArn,
        STAGE: stage,
        EVENT_INGESTION_QUEUE_URL: queues.queue('event-ingestion').queueUrl,
        STREAM_DLQ_URL: queues.queue(topology.streamConsumer.deadLetterQueue).queueUrl,
        CATALOGUE_TABLE_NAME: store.table('catalogue').tableName,
        OPERATOR_ACTIONS_TABLE_NAME: store.table('operatorActions').tableName,
        RESOURCE_NAMES: nameIn(stage, '{name}'),
        EVENT_RECORDS_TABLE_NAME: store.table('eventRecords').tableName,
        AUTH: parameters.auth,
        CURSOR_KEY: new CursorKey(this, 'CursorKey').value,
        LOG_LEVEL: parameters.logLevel,
        LOG_SAMPLING: `${parameters.logSampling}`,
      },
    });
    const { stateMachine } = new ApprovalWorkflow(this, 'ApprovalWorkflow', {
      parameters,
      key,
      protection,
      functions,
    });
    new EventSources(this, 'EventSources', { parameters, resources, functions });
    const callers =
      parameters.auth === 'jwt'
        ? new CallerDirectory(this, 'Callers', { parameters, protection })
        : undefined;
    const api = new HttpApi(this, 'HttpApi', { parameters, key, protection, functions, callers });

    const { topic } = new AlarmTopic(this, 'AlarmTopic', { parameters, key });
    const observability = new Observability(this, 'Observability', {
      parameters,
      topic,
      functions,
      resources,
      api,
      approvalWorkflow: stateMachine,
    });
    new Rollout(this, 'Rollout', { parameters, functions, topic });
    new CostGuard(this, 'CostGuard', { parameters, topic, tag });

    new CfnOutput(this, 'ApiEndpoint', { value: api.url, description: 'URL of the HTTP API' });
    if (observability.dashboardUrl !== undefined) {
      new CfnOutput(this, 'DashboardUrl', {
        value: observability.dashboardUrl,
        description: 'URL of the CloudWatch dashboard',
      });
    }
    if (callers !== undefined) {
      new CfnOutput(this, 'UserPoolId', {
        value: callers.pool.userPoolId,
        description: 'User pool of the callers',
      });
      new CfnOutput(this, 'UserPoolClientId', {
        value: callers.client.userPoolClientId,
        description: 'User pool client for sign-in',
      });
    }
  }
}
