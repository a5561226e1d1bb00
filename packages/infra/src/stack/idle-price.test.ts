import { describe, expect, it } from '@jest/globals';

import { countResources } from '../deploy/cost/count-resources.js';
import { estimateMonth, totalOf } from '../deploy/cost/cost.js';
import { MEASURED } from '../deploy/cost/figures.js';
import { templateNamed, type TemplateName } from '../../test/synthesised.js';

/** What a stage costs in a month without orders. */
const idleCosts = (name: TemplateName) =>
  estimateMonth({
    ordersPerMonth: 0,
    usage: MEASURED,
    resources: countResources(templateNamed(name)),
  });

const dollarsOf = (name: TemplateName, what: string) =>
  idleCosts(name).find((item) => item.what === what)?.dollars;

describe('a stage without orders', () => {
  it('costs at most $4.50 a month in dev: no key, no secret, no dashboard, and eleven alarms', () => {
    expect(totalOf(idleCosts('dev'))).toBeLessThanOrEqual(4.5);
    expect(dollarsOf('dev', 'key and secret')).toBe(0);
    expect(dollarsOf('dev', 'dashboards')).toBe(0);
    expect(dollarsOf('dev', 'alarms')).toBeCloseTo(1.1, 5);
  });

  it('costs at most $12 a month in prod, with a key, a dashboard and every alarm', () => {
    expect(totalOf(idleCosts('prod'))).toBeLessThanOrEqual(12);
    expect(dollarsOf('prod', 'key and secret')).toBe(1);
    expect(dollarsOf('prod', 'dashboards')).toBe(3);
    expect(dollarsOf('prod', 'alarms')).toBeCloseTo(4.9, 5);
  });
});
