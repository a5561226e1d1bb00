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
  /** Who hears that a new version fails. */
  readonly topic: ITopic;
}

/** How long after a failure of the new version its rollout is taken back, at most. */
const PERIOD = Duration.minutes(1);

/**
 * Moves traffic to new versions step by step, and back again by itself where the new version fails.
 *
 * A rollout looks at nothing but its own new version: alarms on what else is wrong, such as a
 * dead-letter queue that is not empty, would stop the very release that mends it.
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
      // No traffic moves before the alarms look at the version that it moves to.
      alias.node.addDependency(...alarms);
    }
  }

  /** Invocations of the new version that fail: it throws, crashes or takes too long. */
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
   * Failures that the new version survives: a message that is tried again, a request that gets a 500.
   * Lambda counts neither as an error; each is a record of level error in the log.
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

  private alarmOn(name: FunctionName, what: string, metric: Metric): Alarm {
    const { functions, parameters, topic } = this.props;
    const release = releaseOf(functions.function(name).currentVersion);
    const alarm = new Alarm(this, `${constructId(name)}${what}Alarm`, {
      alarmName: `${nameIn(parameters.stage, 'serverless-snacks')}-rollout-${name}-${what}-${release}`,
      alarmDescription: alarmDescription(
        `The newest version of ${name} fails: its rollout is taken back.`,
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

  /** What CodeDeploy may do: look at alarms, and move the aliases of these functions. */
  private createRole(): IRole {
    const { functions } = this.props;
    const arns = GRADUAL_FUNCTIONS.map((name) => functions.function(name).functionArn);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      description: 'What the rollout of new versions may do',
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
              // Named by text: the aliases themselves wait for the rollout.
              resources: arns.flatMap((arn) => [arn, `${arn}:${topology.alias}`]),
            }),
            new PolicyStatement({
              sid: 'Alarms',
              actions: ['cloudwatch:DescribeAlarms'],
              resources: ['*'], // CodeDeploy asks for them by name in one call
            }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'Alarms can be read, and nothing else: which ones is said in the call.',
    });
    return role.withoutPolicyUpdates();
  }
}

/** What tells one version from all others: CDK's hash of a function's code and parameters. */
function releaseOf({ node }: Version): string {
  const { defaultChild } = node;
  if (!(defaultChild instanceof CfnVersion)) throw new Error(`${node.path} is no version.`);
  const { stack, logicalId } = defaultChild;
  // The hash is known once the function is whole.
  return Lazy.uncachedString({
    produce: () => String(stack.resolve(logicalId)).slice(-HASH_LENGTH),
  });
}

/** Of CDK's hash, at the end of a version's logical id. */
const HASH_LENGTH = 32;

/**
 * Makes the alarm a new one for each version. CloudWatch leaves the state of an alarm that is updated
 * as it is: the alarm of a version that fails would stop the rollout of the one that mends it.
 */
function bindToRelease({ node }: Alarm, release: string): void {
  const { defaultChild } = node;
  if (!(defaultChild instanceof CfnAlarm)) throw new Error(`${node.path} is no alarm.`);
  const { stack } = defaultChild;
  defaultChild.overrideLogicalId(`${stack.getLogicalId(defaultChild)}${release}`);
}

/** The metric's dimension: while a new version takes over, two are alive. */
const VERSION = 'functionVersion';
