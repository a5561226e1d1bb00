import { describe, expect, it } from '@jest/globals';
import { NAMES } from '@snacks/handlers';

import { readParameters } from './parameters.js';

const errorOf = (context: Readonly<Record<string, unknown>>): string => {
  try {
    return `valid: ${JSON.stringify(readParameters(context))}`;
  } catch (error) {
    return String(error);
  }
};

describe('the deployment parameters', () => {
  it('have defaults for a development stage, whose data is deleted with it', () => {
    expect(readParameters({})).toEqual({
      stage: 'dev',
      logLevel: 'info',
      logSampling: 100,
      queueRetentionDays: undefined,
      maxReceiveCount: undefined,
      orderRetentionDays: undefined,
      unknownSnacks: undefined,
      catalogue: undefined,
      auth: 'open',
      corsOrigins: [],
      alarmEmail: undefined,
      approvalDeadlineHours: 24,
      senderEmail: undefined,
      approverEmail: undefined,
      monthlyBudget: 50,
      costAnomalies: false,
      logRetentionDays: 30,
      retainData: false,
      customerKey: false,
      monitoring: 'essential',
      apiRate: 100,
      maximumConcurrency: new Map(),
      relayParallelization: 10,
      sweeperPage: 10_000,
      indexShards: 8,
      reserveConcurrency: true,
      rollout: 'AllAtOnce',
    });
  });

  it.each(['prod', 'production', 'live', 'staging', 'test'])(
    'have safe defaults for %s, as for every stage except dev',
    (stage) => {
      expect(readParameters({ stage, alarmEmail: 'ops@example.com' })).toMatchObject({
        stage,
        retainData: true,
        customerKey: true,
        monitoring: 'full',
        auth: 'jwt',
        rollout: 'Canary10Percent5Minutes',
      });
    },
  );

  it('accept less safe values that an operator sets explicitly', () => {
    const typed = { stage: 'test', auth: 'open', retainData: 'false', rollout: 'AllAtOnce' };

    expect(readParameters(typed)).toMatchObject({ ...typed, retainData: false });
  });

  it('require an address for the alarms of prod', () => {
    expect(errorOf({ stage: 'prod' })).toContain('alarmEmail is missing');
  });

  it('accept several origins', () => {
    const { corsOrigins } = readParameters({
      corsOrigins: 'https://a.example, http://localhost:5173',
    });

    expect(corsOrigins).toEqual(['https://a.example', 'http://localhost:5173']);
  });

  it('accept a concurrency for some of the queues', () => {
    const { maximumConcurrency } = readParameters({
      maximumConcurrency: 'order-processing=50, order-metrics=2',
    });

    expect([...maximumConcurrency]).toEqual([
      ['order-processing', 50],
      ['order-metrics', 2],
    ]);
  });

  it('leave the relay one batch at once in an account that has no concurrency to reserve', () => {
    expect(readParameters({ reserveConcurrency: false })).toMatchObject({
      relayParallelization: 1,
    });
    expect(readParameters({ reserveConcurrency: false, relayParallelization: 4 })).toMatchObject({
      relayParallelization: 4,
    });
  });

  it('are read from strings of the command line and from JSON values of cdk.json', () => {
    expect(readParameters({ maxReceiveCount: '5', retainData: 'true' })).toMatchObject({
      maxReceiveCount: 5,
      retainData: true,
    });
    expect(readParameters({ maxReceiveCount: 5, retainData: true })).toMatchObject({
      maxReceiveCount: 5,
      retainData: true,
    });
  });

  it.each([
    ['stage', 'Prod'],
    ['stage', 'a-b'],
    ['stage', ''],
    ['stage', 'thirteenchars'],
    ['stage', 'dlq'],
    ['logLevel', 'loud'],
    ['logSampling', '101'],
    ['logSampling', '0.5'],
    ['queueRetentionDays', '0'],
    ['queueRetentionDays', '15'],
    ['queueRetentionDays', '1.5'],
    ['maxReceiveCount', '-1'],
    ['maxReceiveCount', 'three'],
    ['orderRetentionDays', '29'],
    ['unknownSnacks', 'strict'],
    ['catalogue', 'strict'],
    ['auth', 'basic'],
    ['corsOrigins', '*'],
    ['corsOrigins', 'https://a.example,*'],
    ['corsOrigins', 'https://a.example/path'],
    ['corsOrigins', ''],
    ['alarmEmail', 'ops'],
    ['approvalDeadlineHours', '0'],
    ['approvalDeadlineHours', '337'],
    ['approverEmail', 'ops'],
    ['senderEmail', 'ops'],
    ['costAnomalies', 'yes'],
    ['rollout', 'canary'],
    ['monthlyBudget', '1e9'],
    ['logRetentionDays', '31'],
    ['retainData', 'yes'],
    ['customerKey', 'yes'],
    ['monitoring', 'none'],
    ['apiRate', '9'],
    ['apiRate', '5001'],
    ['maximumConcurrency', '50'],
    ['maximumConcurrency', 'order-processing=1'],
    ['maximumConcurrency', 'order-processing=1001'],
    ['maximumConcurrency', 'order-processing=5=6'],
    ['maximumConcurrency', 'order-processing-dlq=5'],
    ['maximumConcurrency', 'order-metrics=5,order-metrics=6'],
    ['relayParallelization', '0'],
    ['relayParallelization', '11'],
    ['sweeperPage', '99'],
    ['sweeperPage', '100001'],
    ['indexShards', '7'],
    ['indexShards', '201'],
    ['reserveConcurrency', ''],
  ])('reject %s=%j with the valid values', (name, value) => {
    expect(errorOf({ [name]: value })).toContain(`${name} must be `);
  });

  it('reject an unknown name with the list of the valid ones', () => {
    expect(errorOf({ stgae: 'prod' })).toContain(
      'Unknown parameter stgae. Valid parameters: stage, logLevel',
    );
  });

  it("ignore CDK's own keys", () => {
    const own = { '@aws-cdk/core:newStyleStackSynthesis': true, 'aws:cdk:bundling-stacks': [] };

    expect(readParameters(own).stage).toBe('dev');
  });

  it('report all problems at once', () => {
    const text = errorOf({ stage: 'X', queueRetentionDays: 0, colour: 'red' });

    expect(text).toContain('stage must be');
    expect(text).toContain('queueRetentionDays must be a whole number from 1 to 14, not 0');
    expect(text).toContain('Unknown parameter colour.');
  });

  it('reject a stage that is the suffix of a resource name, so that names stay unique', () => {
    const endings = NAMES.map((name) => name.split('-').at(-1));

    for (const stage of endings) expect(errorOf({ stage })).toContain('stage must be');
  });
});
