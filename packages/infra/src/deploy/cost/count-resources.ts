import { topology, type QueueName } from '@snacks/handlers';

import { isFields } from '../fields.js';
import type { StageLimits, StageResources } from './stage-resources.js';

type Fields = Readonly<Record<string, unknown>>;

/** A resource of a template. */
interface Resource {
  readonly id: string;
  readonly properties: Fields;
}

/** The resources of a template by their type. */
type ResourcesOf = (type: string) => readonly Resource[];

/** The values of parameters whose variable no function of the template has. */
const DEFAULTS = { sweeperPage: 10_000, logSampling: 100 };

/** Counts what a stage has independently of its orders, in its template for CloudFormation. */
export function countResources(template: unknown): StageResources {
  const all = fieldsIn(template, 'Resources');
  const resourcesOf: ResourcesOf = (type) =>
    Object.entries(all).flatMap(([id, resource]) =>
      isFields(resource) && resource.Type === type
        ? [{ id, properties: fieldsIn(resource, 'Properties') }]
        : [],
    );
  const alarms = resourcesOf('AWS::CloudWatch::Alarm');
  const [pool] = resourcesOf('AWS::Cognito::UserPool');
  return {
    alarms: alarms.length,
    alarmMetrics: alarms.reduce((sum, { properties }) => sum + metricsOf(properties), 0),
    dashboards: resourcesOf('AWS::CloudWatch::Dashboard').length,
    keys: resourcesOf('AWS::KMS::Key').length,
    secrets: resourcesOf('AWS::SecretsManager::Secret').length,
    detailedRoutes: routesIn(resourcesOf).filter(
      ([, settings]) => settings.DetailedMetricsEnabled === true,
    ).length,
    userPoolPlan: pool === undefined ? 'none' : planOf(pool.properties.UserPoolTier),
    limits: limitsIn(resourcesOf),
  };
}

/** The metrics that an alarm reads: one on a rate reads two. */
function metricsOf({ Metrics }: Fields): number {
  const queries = Array.isArray(Metrics) ? Metrics : [];
  return Math.max(
    1,
    queries.filter((query) => isFields(query) && query.MetricStat !== undefined).length,
  );
}

function planOf(tier: unknown): StageResources['userPoolPlan'] {
  return tier === 'LITE' || tier === 'PLUS' ? tier : 'ESSENTIALS'; // the last is AWS's default
}

/** The routes of the API with their settings. */
function routesIn(resourcesOf: ResourcesOf): readonly (readonly [route: string, Fields])[] {
  return resourcesOf('AWS::ApiGatewayV2::Stage').flatMap(({ properties }) => {
    const routes = fieldsIn(properties, 'RouteSettings');
    return Object.keys(routes).map((route): [string, Fields] => [
      route,
      { ...fieldsIn(properties, 'DefaultRouteSettings'), ...fieldsIn(routes, route) },
    ]);
  });
}

function limitsIn(resourcesOf: ResourcesOf): StageLimits {
  const placing = routesIn(resourcesOf).find(([route]) => route === 'POST /orders');
  const mappings = resourcesOf('AWS::Lambda::EventSourceMapping');
  const relay = mappings.find(({ properties }) => properties.StartingPosition !== undefined);
  const variables = resourcesOf('AWS::Lambda::Function').map(({ properties }) =>
    fieldsIn(fieldsIn(properties, 'Environment'), 'Variables'),
  );
  const variable = (name: string) => variables.find((one) => one[name] !== undefined)?.[name];
  return {
    apiRate: Number(placing?.[1].ThrottlingRateLimit),
    maximumConcurrency: Object.fromEntries(
      mappings.flatMap(({ properties }) => {
        const queue = queueOf(properties.EventSourceArn, resourcesOf);
        const { MaximumConcurrency } = fieldsIn(properties, 'ScalingConfig');
        return queue === undefined ? [] : [[queue, Number(MaximumConcurrency)]];
      }),
    ),
    relayParallelization: Number(relay?.properties.ParallelizationFactor ?? 1),
    sweeperPage: Number(variable('SWEEPER_PAGE') ?? DEFAULTS.sweeperPage),
    indexShards: Number(variable('INDEX_SHARDS') ?? topology.parameters.INDEX_SHARDS),
    logSampling: Number(variable('LOG_SAMPLING') ?? DEFAULTS.logSampling),
    approvalDeadlineHours: Number(
      variable('APPROVAL_DEADLINE_HOURS') ?? topology.parameters.APPROVAL_DEADLINE_HOURS,
    ),
  };
}

/** The consumed queue that a reference in a template means: its name may have the stage's suffix. */
function queueOf(reference: unknown, resourcesOf: ResourcesOf): QueueName | undefined {
  const text = JSON.stringify(reference ?? '');
  const resource = resourcesOf('AWS::SQS::Queue').find(({ id }) => text.includes(`"${id}"`));
  const name = String(resource?.properties.QueueName);
  const queues = topology.queueConsumers.map(({ queue }) => queue);
  return queues.find((queue) => name === queue || name.startsWith(`${queue}-`));
}

function fieldsIn(value: unknown, name: string): Fields {
  const nested = isFields(value) ? value[name] : undefined;
  return isFields(nested) ? nested : {};
}
