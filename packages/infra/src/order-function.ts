import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  EventInvokeConfig,
  Function as LambdaFunction,
  Runtime,
  RuntimeFamily,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { topology, type EnvironmentName, type FunctionName } from '@snacks/handlers';
import { bundleOf } from '@snacks/handlers/bundles';
import { Construct } from 'constructs';

import { nameIn } from './names.js';
import { statementsOf, type Resources } from './permissions.js';
import type { Settings } from './settings.js';

export interface OrderFunctionProps {
  readonly name: FunctionName;
  readonly settings: Settings;
  readonly resources: Resources;
  /** The values of all variables; the function gets those that it reads. */
  readonly environment: Readonly<Record<EnvironmentName, string>>;
}

const RUNTIME = new Runtime(`nodejs${topology.node}.x`, RuntimeFamily.NODEJS);

/** Retries of an asynchronous invocation that failed, after its first try. */
const ASYNC_RETRIES = 2;

/** One of the topology's functions: its bundle, its rights and its logs. */
export class OrderFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: OrderFunctionProps) {
    super(scope, id);
    const { name, settings, resources, environment } = props;
    const described = topology.functions[name];
    const functionName = nameIn(settings.stage, name);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      encryptionKey: resources.key,
      retention: settings.logRetentionDays,
      removalPolicy: settings.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      description: described.description,
      runtime: RUNTIME,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundleOf(name)),
      memorySize: described.memoryMegabytes,
      timeout: Duration.seconds(described.timeoutSeconds),
      environment: Object.fromEntries(
        described.environment.map((variable) => [variable, environment[variable]]),
      ),
      tracing: Tracing.ACTIVE,
      role: this.createRole(props, logGroup),
      logGroup,
      ...(described.reservedConcurrency !== undefined &&
        settings.reserveConcurrency && {
          reservedConcurrentExecutions: described.reservedConcurrency,
        }),
    });
    if (described.onFailure !== undefined) {
      new EventInvokeConfig(this, 'AsynchronousInvocations', {
        function: this.function,
        retryAttempts: ASYNC_RETRIES,
        onFailure: new SqsDestination(resources.queues.queue(described.onFailure)),
      });
    }
  }

  /** The role has what the function's permissions are, and CDK adds nothing to it. */
  private createRole(
    { name, resources, settings: { stage } }: OrderFunctionProps,
    logGroup: ILogGroup,
  ): IRole {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${name} may do`,
      inlinePolicies: {
        Permissions: new PolicyDocument({
          statements: statementsOf(this, name, resources, logGroup),
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray takes traces for no resource that could be named.',
    });
    const { permissions } = topology.functions[name];
    if (
      Object.values(permissions).some((on = []) => on.some((one) => one.endsWith('/executions')))
    ) {
      const executions = `execution:${nameIn(stage, topology.approvalWorkflow.name)}:*`;
      Validations.of(role).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:${executions}]`,
        reason: 'An execution is named by its order: these are those of one workflow.',
      });
    }
    return role.withoutPolicyUpdates();
  }
}
