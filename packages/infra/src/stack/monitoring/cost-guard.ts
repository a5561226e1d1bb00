import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnAnomalyMonitor, CfnAnomalySubscription } from 'aws-cdk-lib/aws-ce';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

import { nameIn } from '../../names.js';
import type { DeploymentParameters } from '../../parameters.js';

/** The tag by which the bill groups costs. */
export interface CostTag {
  readonly key: string;
  readonly value: string;
}

export interface CostGuardProps {
  readonly parameters: DeploymentParameters;
  /** Is notified of high costs. */
  readonly topic: ITopic;
  /** The tag that every resource of the stage has. */
  readonly tag: CostTag;
}

/** US dollars above the expected costs from which on an anomaly is reported. */
const ANOMALY_THRESHOLD = '10';

/**
 * Watches the costs of the stage with a monthly budget, unless the budget is 0, and with an anomaly
 * monitor if the parameters ask for it. Both select costs by a tag. Activate the tag once in the billing
 * console of the paying account; until then they see no costs.
 */
export class CostGuard extends Construct {
  constructor(scope: Construct, id: string, { parameters, topic, tag }: CostGuardProps) {
    super(scope, id);
    const name = nameIn(parameters.stage, 'serverless-snacks');
    if (parameters.monthlyBudget > 0) {
      this.addBudget(name, tag, topic, parameters.monthlyBudget);
    }
    if (parameters.costAnomalies) this.addAnomalyMonitor(name, tag, topic);
  }

  private addBudget(name: string, tag: CostTag, topic: ITopic, amount: number): void {
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
      },
      subscribers,
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: name,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:${tag.key}$${tag.value}`] },
      },
      notificationsWithSubscribers: [notify('ACTUAL', 80), notify('FORECASTED', 100)],
    });
  }

  private addAnomalyMonitor(name: string, tag: CostTag, topic: ITopic): void {
    const monitor = new CfnAnomalyMonitor(this, 'Anomalies', {
      monitorName: name,
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({ Tags: { Key: tag.key, Values: [tag.value] } }),
    });
    new CfnAnomalySubscription(this, 'AnomalySubscription', {
      subscriptionName: name,
      frequency: 'IMMEDIATE',
      monitorArnList: [monitor.attrMonitorArn],
      subscribers: [{ type: 'SNS', address: topic.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
          Values: [ANOMALY_THRESHOLD],
        },
      }),
    });
  }
}
