import { Duration, Lazy, Validations } from 'aws-cdk-lib';
import {
  Alarm,
  CfnAlarm,
  ComparisonOperator,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import {
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
  type IRole,
} from 'aws-cdk-lib/aws-iam';
import { CfnVersion, type Version } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { topology, type FunctionName } from '@snacks/handlers';
import { Construct } from 'constructs';

import { constructId, nameIn, namespaceOf } from '../../names.js';
import { alarmDescription } from '../monitoring/runbook.js';
import { GRADUAL_FUNCTIONS } from './gradual-functions.js';
import type { OrderFunctions } from './order-functions.js';
import type { DeploymentParameters } from '../../parameters.js';

export interface RolloutProps {
  readonly parameters: DeploymentParameters;
  readonly functions: OrderFunctions;
  /** Is notified when a new version fails. */
  readonly topic: ITopic;
}

/** The longest time between a failure of the new version and the alarm that rolls it back. */
const PERIOD = Duration.minutes(1);

/**
 * Moves traffic to new versions step by step, and rolls back automatically if the new version fails.
 *
 * Only alarms on the new version roll back. Other alarms, such as one on a dead-letter queue, would
 * also stop the release that fixes their cause.
 */
export class Rollout extends Construct {
  private readonly props: RolloutProps;

  constructor(scope: Construct, id: string, props: RolloutProps) {
    super(scope, id);
    this.props = props;
    const { rollout, stage } = props.parameters;
    if (rollout === 'AllAtOnce') return;
    const application = new LambdaApplication(this, 'Application', {
      applicationName: nameIn(stage, 'serverless-snacks'),
    });
    const role = this.createRole();
    const deploymentConfig = LambdaDeploymentConfig.fromLambdaDeploymentConfigName(
      this,
      'Configuration',
      `CodeDeployDefault.Lambda${rollout}`,
    );
    for (const name of GRADUAL_FUNCTIONS) {
      const alarms = [this.alarmOnErrors(name), this.alarmOnLoggedErrors(name)];
      const alias = props.functions.alias(name);
      new LambdaDeploymentGroup(this, constructId(name), {
        application,
        deploymentGroupName: nameIn(stage, name),
        deploymentConfig,
        role,
        alias,
        alarms,
        autoRollback: { failedDeployment: true, deploymentInAlarm: true },
      });
      // The alarms watch the new version before any traffic moves to it.
      alias.node.addDependency(...alarms);
    }
  }

  /** Failed invocations of the new version: it throws, crashes or times out. */
  private alarmOnErrors(name: FunctionName): Alarm {
    const { functionName, currentVersion } = this.props.functions.function(name);
    return this.alarmOn(
      name,
      'Errors',
      new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        statistic: 'Sum',
        period: PERIOD,
        dimensionsMap: {
          FunctionName: functionName,
          Resource: `${functionName}:${topology.alias}`,
          ExecutedVersion: currentVersion.version,
        },
      }),
    );
  }

  /**
   * Failures that the new version handles, such as a message that is retried or a response with 500.
   * Lambda does not count them as errors. Each is a log record with the level error.
   */
  private alarmOnLoggedErrors(name: FunctionName): Alarm {
    const { functions, parameters } = this.props;
    const filter = new MetricFilter(this, `${constructId(name)}LoggedErrors`, {
      logGroup: functions.logGroup(name),
      filterPattern: FilterPattern.stringValue('$.level', '=', 'error'),
      metricNamespace: namespaceOf(parameters.stage, name),
      metricName: 'LoggedErrors',
      metricValue: '1',
      dimensions: { [VERSION]: '$.functionVersion' },
    });
    return this.alarmOn(
      name,
      'LoggedErrors',
      filter.metric({
        statistic: 'Sum',
        period: PERIOD,
        dimensionsMap: { [VERSION]: functions.function(name).currentVersion.version },
      }),
    );
  }

  private alarmOn(name: FunctionName, failure: string, metric: Metric): Alarm {
    const { functions, parameters, topic } = this.props;
    const release = releaseOf(functions.function(name).currentVersion);
    const alarm = new Alarm(this, `${constructId(name)}${failure}Alarm`, {
      alarmName: `${nameIn(parameters.stage, 'serverless-snacks')}-rollout-${name}-${failure}-${release}`,
      alarmDescription: alarmDescription(
        `The newest version of ${name} fails and is rolled back.`,
        'rollout',
      ),
      metric,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    bindToRelease(alarm, release);
    return alarm;
  }

  /** CodeDeploy may read alarms, and move the aliases of these functions. */
  private createRole(): IRole {
    const { functions } = this.props;
    const arns = GRADUAL_FUNCTIONS.map((name) => functions.function(name).functionArn);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      description: 'Permissions of the rollout of new versions',
      inlinePolicies: {
        Permissions: new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: 'Aliases',
              actions: [
                'lambda:GetAlias',
                'lambda:GetProvisionedConcurrencyConfig',
                'lambda:UpdateAlias',
              ],
              // Built from text: the aliases depend on the rollout, so references would be circular.
              resources: arns.flatMap((arn) => [arn, `${arn}:${topology.alias}`]),
            }),
            new PolicyStatement({
              sid: 'Alarms',
              actions: ['cloudwatch:DescribeAlarms'],
              resources: ['*'], // CodeDeploy names the alarms in the call
            }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'DescribeAlarms only reads alarms. CodeDeploy names them in the call.',
    });
    return role.withoutPolicyUpdates();
  }
}

/** Identifies a version: CDK's hash of the function's code and configuration. */
function releaseOf({ node }: Version): string {
  const { defaultChild } = node;
  if (!(defaultChild instanceof CfnVersion))
    throw new Error(`${node.path} is not an AWS::Lambda::Version.`);
  const { stack, logicalId } = defaultChild;
  // CDK computes the hash after all properties of the function are set.
  return Lazy.uncachedString({
    produce: () => String(stack.resolve(logicalId)).slice(-HASH_LENGTH),
  });
}

/** Characters of CDK's hash, at the end of a version's logical id. */
const HASH_LENGTH = 32;

/**
 * Creates a new alarm for each version. CloudWatch keeps the state of an alarm that is updated, so the
 * alarm of a failing version would stop the rollout of the version that fixes it.
 */
function bindToRelease({ node }: Alarm, release: string): void {
  const { defaultChild } = node;
  if (!(defaultChild instanceof CfnAlarm))
    throw new Error(`${node.path} is not an AWS::CloudWatch::Alarm.`);
  const { stack } = defaultChild;
  defaultChild.overrideLogicalId(`${stack.getLogicalId(defaultChild)}${release}`);
}

/** The metric's dimension: during a rollout, two versions log to the same group. */
const VERSION = 'functionVersion';
