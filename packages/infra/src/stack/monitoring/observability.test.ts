import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';

import { FUNCTION_NAMES, QUEUE_NAMES } from '@snacks/handlers';
import { METRICS } from '@snacks/handlers/metrics';

import { idOfAlarmTopic, at, synthesised, textOf } from '../../../test/synthesised.js';
import { RUNBOOK_SECTIONS } from './runbook.js';

const stack = synthesised('full');
const alarms = stack.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
/** The alarms that roll back. A stage that moves all traffic at once has none. */
const rolloutAlarms = synthesised('gradual')
  .ofType('AWS::CloudWatch::Alarm')
  .map(({ properties }) => properties)
  .filter(({ AlarmName }) => textOf(AlarmName).includes('-rollout-'));

describe('the dashboard', () => {
  const dashboards = stack.ofType('AWS::CloudWatch::Dashboard');
  const body = textOf(at(dashboards, 0, 'properties', 'DashboardBody'));

  it('shows the orders first, and the resources below', () => {
    const headers = [...body.matchAll(/"markdown":"# ([\w ]+)"/g)].map(([, header]) => header);

    expect(dashboards).toHaveLength(1);
    expect(headers[0]).toBe('Orders');
    expect(headers).toEqual(expect.arrayContaining(['Functions', 'Queues and dead letters']));
  });

  it('shows every metric that the functions emit, and every function and queue', () => {
    const shown = [...Object.keys(METRICS), ...FUNCTION_NAMES, ...QUEUE_NAMES];

    expect(shown.filter((name) => !body.includes(name))).toEqual([]);
    for (const statistic of ['p50', 'p95', 'p99']) expect(body).toContain(`"stat":"${statistic}"`);
  });
});

describe('an alarm', () => {
  it('watches the stuck orders of every state', () => {
    const stuck = alarms.flatMap((one) => {
      const stat = at(one, 'Metrics', 0, 'MetricStat');
      if (at(stat, 'Metric', 'MetricName') !== 'OrdersStuck') return [];
      expect(at(stat, 'Metric', 'Namespace')).toBe('ServerlessSnacks');
      expect(at(stat, 'Metric', 'Dimensions', 0)).toEqual({ Name: 'stage', Value: 'dev' });
      expect(at(stat, 'Stat')).toBe('Maximum');
      expect(one).toMatchObject({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' });
      return [at(stat, 'Metric', 'Dimensions', 1)];
    });

    expect(stuck).toEqual(
      METRICS.OrdersStuck.dimension.values.map((status) => ({ Name: 'status', Value: status })),
    );
  });

  it('needs two of three bad datapoints, or one for executions, because each is an order', () => {
    for (const alarm of alarms) {
      const isExecution = textOf(alarm.AlarmDescription).includes('#approval-failures');
      expect(alarm).toMatchObject({
        DatapointsToAlarm: isExecution ? 1 : 2,
        EvaluationPeriods: isExecution ? 1 : 3,
        ActionsEnabled: true,
      });
    }
  });

  it('treats missing data as bad only if it watches for silence', () => {
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        TreatMissingData: textOf(alarm.AlarmName).endsWith('Silent') ? 'breaching' : 'notBreaching',
      });
    }
  });

  it('notifies the topic when it begins and when it ends', () => {
    const topic = { Ref: idOfAlarmTopic(stack) };

    for (const alarm of [...alarms, ...rolloutAlarms]) {
      expect(alarm).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
    }
  });

  it('need not watch for workflows that time out, because none has a timeout as a whole', () => {
    const [machine] = stack.ofType('AWS::StepFunctions::StateMachine');
    const states = textOf(at(machine, 'properties', 'DefinitionString'));

    expect(Object.keys(JSON.parse(states))).toEqual(['Comment', 'StartAt', 'States']);
  });

  it('watches the error of an order that waits for a full stock item', () => {
    const filters = stack
      .ofType('AWS::Logs::MetricFilter')
      .filter(({ properties }) => textOf(properties.FilterPattern).includes('"STOCK_FULL"'));
    const alarm = alarms.find(({ AlarmDescription }) =>
      textOf(AlarmDescription).includes('#stock-full'),
    );

    expect(filters).toHaveLength(1);
    const name = at(filters, 0, 'properties', 'MetricTransformations', 0, 'MetricName');
    expect(JSON.stringify(alarm)).toContain(`"MetricName":"${textOf(name)}"`);
  });

  it('names a section of the runbook, and each section has an alarm', () => {
    const named = [...alarms, ...rolloutAlarms].map(({ AlarmDescription }) => {
      const section = /Runbook: docs\/runbook\.md#([\w-]+)$/.exec(textOf(AlarmDescription))?.[1];
      expect(section).toBeDefined();
      return section;
    });

    expect(new Set(named)).toEqual(new Set(RUNBOOK_SECTIONS));
  });

  it('has its section in the runbook, which has no other sections on alarms', async () => {
    const text = await readFile(new URL('../../../../../docs/runbook.md', import.meta.url), 'utf8');
    const [, onAlarms = ''] = /^## Alarms$([^]*?)^## /m.exec(text) ?? [];
    const headings = Array.from(onAlarms.matchAll(/^### (.+)$/gm), ([, heading]) => heading);

    expect(headings).toEqual(RUNBOOK_SECTIONS);
  });
});
