import { topology } from '@snacks/handlers';
import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import {
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
  type IRole,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import type { DataProtection } from '../storage/data-protection.js';
import { nameIn } from '../../names.js';
import type { OrderFunctions } from './order-functions.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface ApprovalWorkflowProps {
  readonly parameters: DeploymentParameters;
  /** Encrypts instead of a key that AWS owns. */
  readonly key: IKey | undefined;
  readonly protection: DataProtection;
  readonly functions: OrderFunctions;
}

/**
 * The ARN of a stage's state machine, built from its name. Some functions start the state machine and
 * the state machine invokes other functions, so a reference to it would be circular.
 */
export function approvalWorkflowArn(scope: Construct, stage: string): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: nameIn(stage, topology.approvalWorkflow.name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** The topology's approval workflow: a standard state machine that may invoke its functions. */
export class ApprovalWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: ApprovalWorkflowProps) {
    super(scope, id);
    const { parameters, key, protection, functions } = props;
    const { name, definition } = topology.approvalWorkflow;
    const stack = Stack.of(this);
    const stateMachineName = nameIn(parameters.stage, name);
    const logGroup = new LogGroup(this, 'Logs', {
      // The prefix keeps the resource policy of CloudWatch Logs small: it is limited in size.
      logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
      ...(key !== undefined && { encryptionKey: key }),
      retention: parameters.logRetentionDays,
      removalPolicy: protection.removalPolicy,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      comment: 'Waits for the decision on high-priority orders',
      definitionBody: DefinitionBody.fromString(
        stack.toJsonString(
          definition({
            deadlineHours: parameters.approvalDeadlineHours,
            functionName: (invoked) => functions.alias(invoked).functionArn,
            partition: stack.partition,
          }),
        ),
      ),
      role: this.createRole(functions),
      tracingEnabled: true,
      // The execution data stays out of the log, because a task contains its token.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
  }

  /** The role may invoke the workflow's functions, log and trace. CDK adds nothing to it. */
  private createRole(functions: OrderFunctions): IRole {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: `Permissions of the workflow ${topology.approvalWorkflow.name}`,
      inlinePolicies: { Permissions: new PolicyDocument({ statements: statementsOf(functions) }) },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'The actions of log delivery and X-Ray do not support resource ARNs.',
    });
    return role.withoutPolicyUpdates();
  }
}

function statementsOf(functions: OrderFunctions): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'Functions',
      actions: ['lambda:InvokeFunction'],
      resources: topology.approvalWorkflow.functions.map(
        (name) => functions.alias(name).functionArn,
      ),
    }),
    new PolicyStatement({
      sid: 'Logs',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'], // the actions do not support resource ARNs
    }),
    new PolicyStatement({
      sid: 'Traces',
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'], // the actions do not support resource ARNs
    }),
  ];
}
