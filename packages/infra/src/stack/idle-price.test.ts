import { describe, expect, it } from '@jest/globals';

import { idlePrice } from '../../test/idle-price.js';
import { synthesised, templateOf, type TemplateName } from '../../test/synthesised.js';

const totalOf = (name: TemplateName) =>
  idlePrice(synthesised(name)).reduce((sum, { dollars }) => sum + dollars, 0);

const dollarsOf = (name: TemplateName, what: string) =>
  idlePrice(synthesised(name)).find((item) => item.what === what)?.dollars;

describe('a stage without orders', () => {
  it('costs at most $4.50 a month in dev: no key, no dashboard, and eleven alarms', () => {
    expect(totalOf('dev')).toBeLessThanOrEqual(4.5);
    expect(dollarsOf('dev', 'key')).toBe(0);
    expect(dollarsOf('dev', 'dashboard')).toBe(0);
    expect(dollarsOf('dev', 'alarms')).toBeCloseTo(1.1, 5);
  });

  it('costs at most $12 a month in prod, with a key, a dashboard and every alarm', () => {
    expect(totalOf('prod')).toBeLessThanOrEqual(12);
    expect(dollarsOf('prod', 'key')).toBeGreaterThan(1);
    expect(dollarsOf('prod', 'dashboard')).toBe(3);
    expect(dollarsOf('prod', 'alarms')).toBeCloseTo(4.9, 5);
  });

  it('pays for each thing that the template has', () => {
    const resources = {
      Key: { Type: 'AWS::KMS::Key' },
      Secret: { Type: 'AWS::SecretsManager::Secret' },
      Dashboard: { Type: 'AWS::CloudWatch::Dashboard' },
      Rate: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Metrics: [{ Expression: 'a / b' }, { MetricStat: {} }, { MetricStat: {} }],
        },
      },
      Simple: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
      Queue: { Type: 'AWS::Lambda::EventSourceMapping' },
      Stream: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { StartingPosition: 'TRIM_HORIZON' },
      },
      Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'GET /orders' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { DefaultRouteSettings: { DetailedMetricsEnabled: true } },
      },
    };

    const price = Object.fromEntries(
      idlePrice(templateOf({ Resources: resources })).map(({ what, dollars }) => [what, dollars]),
    );

    expect(price).toMatchObject({ secret: 0.4, dashboard: 3 });
    expect(price.key).toBeCloseTo(1.03, 2);
    expect(price.alarms).toBeCloseTo(0.3, 5);
    expect(price["Lambda's polling of queues"]).toBeCloseTo(0.26, 2);
    expect(price['detailed metrics of routes']).toBeCloseTo(1.8, 5);
  });
});
