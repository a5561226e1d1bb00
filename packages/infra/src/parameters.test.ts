import { describe, expect, it } from '@jest/globals';
import { NAMES } from '@snacks/handlers';

import { readParameters } from './parameters.js';

const refusal = (context: Readonly<Record<string, unknown>>): string => {
  try {
    return `taken: ${JSON.stringify(readParameters(context))}`;
  } catch (error) {
    return String(error);
  }
};

describe("a deployment's parameters", () => {
  it('have defaults for a stage whose data may go', () => {
    expect(readParameters({})).toEqual({
      stage: 'dev',
      logLevel: 'info',
      queueRetentionDays: undefined,
      maxReceiveCount: undefined,
      orderRetentionDays: undefined,
      unknownSnacks: undefined,
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
      reserveConcurrency: true,
      rollout: 'AllAtOnce',
    });
  });

  it.each(['prod', 'production', 'live', 'staging', 'test'])(
    'are the safe ones for %s, as for every stage but dev',
    (stage) => {
      expect(readParameters({ stage, alarmEmail: 'ops@example.com' })).toMatchObject({
        stage,
        retainData: true,
        auth: 'jwt',
        rollout: 'Canary10Percent5Minutes',
      });
    },
  );

  it('are less safe where somebody types so', () => {
    const typed = { stage: 'test', auth: 'open', retainData: 'false', rollout: 'AllAtOnce' };

    expect(readParameters(typed)).toMatchObject({ ...typed, retainData: false });
  });

  it('name who hears of the alarms of prod', () => {
    expect(refusal({ stage: 'prod' })).toContain('alarmEmail is missing');
  });

  it('may name several origins', () => {
    const { corsOrigins } = readParameters({
      corsOrigins: 'https://a.example, http://localhost:5173',
    });

    expect(corsOrigins).toEqual(['https://a.example', 'http://localhost:5173']);
  });

  it('are read from texts, as the command line gives them, and from values of cdk.json', () => {
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
    ['queueRetentionDays', '0'],
    ['queueRetentionDays', '15'],
    ['queueRetentionDays', '1.5'],
    ['maxReceiveCount', '-1'],
    ['maxReceiveCount', 'three'],
    ['orderRetentionDays', '29'],
    ['unknownSnacks', 'strict'],
    ['auth', 'basic'],
    ['corsOrigins', '*'],
    ['corsOrigins', 'https://a.example,*'],
    ['corsOrigins', 'https://a.example/path'],
    ['corsOrigins', ''],
    ['alarmEmail', 'nobody'],
    ['approvalDeadlineHours', '0'],
    ['approvalDeadlineHours', '337'],
    ['approverEmail', 'nobody'],
    ['senderEmail', 'nobody'],
    ['costAnomalies', 'yes'],
    ['rollout', 'canary'],
    ['monthlyBudget', '1e9'],
    ['logRetentionDays', '31'],
    ['retainData', 'yes'],
    ['reserveConcurrency', ''],
  ])('refuse %s=%j, and tell what it must be', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`${name} must be `);
  });

  it('refuse an unknown one, which would do nothing, and name those that there are', () => {
    expect(refusal({ stgae: 'prod' })).toContain(
      'Unknown parameter stgae. Valid parameters: stage, logLevel',
    );
  });

  it("leave CDK's own keys alone", () => {
    const own = { '@aws-cdk/core:newStyleStackSynthesis': true, 'aws:cdk:bundling-stacks': [] };

    expect(readParameters(own).stage).toBe('dev');
  });

  it('tell everything that is wrong at once', () => {
    const text = refusal({ stage: 'X', queueRetentionDays: 0, colour: 'red' });

    expect(text).toContain('stage must be');
    expect(text).toContain('queueRetentionDays must be a whole number from 1 to 14, not 0');
    expect(text).toContain('Unknown parameter colour.');
  });

  it('give no stage a name that another stage has', () => {
    const endings = NAMES.map((name) => name.split('-').at(-1));

    for (const stage of endings) expect(refusal({ stage })).toContain('stage must be');
  });
});
