import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
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
import {
  environmentOf,
  reservedConcurrencyOf,
  topology,
  type EnvironmentName,
  type FunctionName,
} from '@snacks/handlers';
import { bundleOf } from '@snacks/handlers/bundles';
import { Construct } from 'constructs';

import type { DataProtection } from '../storage/data-protection.js';
import { constructId, logGroupIn, nameIn } from '../../names.js';
import { statementsOf, wildcardsOf, type Resources } from './permissions.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface OrderFunctionProps {
  readonly name: FunctionName;
  readonly parameters: DeploymentParameters;
  readonly resources: Resources;
  readonly protection: DataProtection;
  /** The values of all environment variables. The function gets only those that it reads. */
  readonly environment: Readonly<Record<EnvironmentName, string>>;
}

const RUNTIME = new Runtime(`nodejs${topology.node}.x`, RuntimeFamily.NODEJS);

/** Retries of a failed asynchronous invocation, after its first try. */
const ASYNC_RETRIES = 2;

/** The qualifier of invocations that name no alias, such as those from the command line. */
const UNQUALIFIED = '$LATEST';

/** One of the topology's functions, with its bundle, alias, role and log group. */
export class OrderFunction extends Construct {
  readonly function: LambdaFunction;
  /** Points at the live version. A deployment moves it to the new version. */
  readonly alias: Alias;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: OrderFunctionProps) {
    super(scope, id);
    const { name, parameters, resources, environment, protection } = props;
    const described = topology.functions[name];
    const functionName = nameIn(parameters.stage, name);
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: logGroupIn(parameters.stage, name),
      ...(resources.key !== undefined && { encryptionKey: resources.key }),
      retention: parameters.logRetentionDays,
      removalPolicy: protection.removalPolicy,
    });
    const reserved = parameters.reserveConcurrency
      ? reservedConcurrencyOf(name, parameters.maximumConcurrency)
      : undefined;
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
        environmentOf(name).map((variable) => [variable, environment[variable]]),
      ),
      tracing: Tracing.ACTIVE,
      // The previous version is retained, so that an operator can point the alias back at it. A version
      // whose deployment is rolled back is deleted: otherwise Lambda rejects the same code next time.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
      role: this.createRole(props, this.logGroup),
      logGroup: this.logGroup,
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
    });
    this.alias = new Alias(this, 'Alias', {
      aliasName: topology.alias,
      version: this.function.currentVersion,
      description: 'The version that is live',
    });
    if (described.onFailure === undefined) return;
    const deadLetters = new SqsDestination(resources.queues.queue(described.onFailure));
    for (const qualifier of [this.alias.aliasName, UNQUALIFIED]) {
      const invocations = new EventInvokeConfig(this, `Asynchronous${constructId(qualifier)}`, {
        function: this.function,
        qualifier,
        retryAttempts: ASYNC_RETRIES,
        onFailure: deadLetters,
      });
      invocations.node.addDependency(this.alias);
    }
  }

  /** The role has exactly the permissions of the function. CDK adds nothing to it. */
  private createRole({ name, resources }: OrderFunctionProps, logGroup: ILogGroup): IRole {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Permissions of ${name}`,
      inlinePolicies: {
        Permissions: new PolicyDocument({
          statements: statementsOf(this, name, resources, logGroup),
        }),
      },
    });
    for (const { resource, reason } of wildcardsOf(name, resources.stage)) {
      const id = `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;
      Validations.of(role).acknowledge({ id, reason });
    }
    return role.withoutPolicyUpdates();
  }
}
