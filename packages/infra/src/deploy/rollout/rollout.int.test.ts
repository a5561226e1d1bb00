import { afterEach, describe, expect, it } from '@jest/globals';

import { fakeAccountClients, FakeError, type FakeResponses } from '../../../test/fake-account.js';
import { Deployment } from '../deployment.js';
import { Output } from '../cli/output.js';
import { RolloutProgress } from './rollout-progress.js';
import { rolledBackReleases } from './rollout-failures.js';

const deployment = new Deployment({ stage: 'prod' });

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function anAccount(responses: FakeResponses) {
  const { clients, close } = await fakeAccountClients(responses);
  closing.push(close);
  return clients;
}

function anOutput() {
  const written: string[] = [];
  return {
    output: new Output({ write: (text) => written.push(text) }),
    printed: () => written.join(''),
  };
}

/** The alias of a function, as Lambda describes it. */
const alias = (version: string, weights?: Readonly<Record<string, number>>) => ({
  FunctionVersion: version,
  ...(weights !== undefined && { RoutingConfig: { AdditionalVersionWeights: weights } }),
});

describe('the progress of a rollout', () => {
  it('is printed step by step, up to the rollback', async () => {
    const state = { creator: alias('6') };
    const { lambda } = await anAccount({
      GetAlias: ({ name }) => (name === 'order-creator-prod' ? state.creator : alias('1')),
    });
    const { output, printed } = anOutput();
    const progress = await RolloutProgress.begin({ lambda, deployment, output });

    state.creator = alias('6', { '7': 0.1 });
    await progress?.poll();
    await progress?.poll();
    state.creator = alias('6');
    await progress?.poll();

    expect(printed().trim().split('\n')).toEqual([
      '✓ order-creator-prod: version 7 gets 10 % of the traffic, version 6 the rest',
      expect.stringContaining(
        'order-creator-prod: version 7 is rolled back, version 6 gets all traffic again',
      ),
    ]);
  });

  it('is empty if nothing is deployed yet', async () => {
    const { lambda } = await anAccount({
      GetAlias: new FakeError('ResourceNotFoundException', 'no such function'),
    });
    const { output, printed } = anOutput();

    const progress = await RolloutProgress.begin({ lambda, deployment, output });
    await progress?.poll();

    expect(progress).toBeDefined();
    expect(printed()).toBe('');
  });

  it('is reported as unchecked if the role may not read it', async () => {
    const { lambda } = await anAccount({});
    const { output, printed } = anOutput();

    expect(await RolloutProgress.begin({ lambda, deployment, output })).toBeUndefined();
    expect(printed()).toContain('lambda:GetAlias failed (AccessDeniedException)');
  });

  it('survives a poll that fails, and ends when its signal aborts', async () => {
    const state = { isDenied: false };
    const { lambda } = await anAccount({
      GetAlias: () =>
        state.isDenied ? new FakeError('AccessDeniedException', 'no more') : alias('1'),
    });
    const { output } = anOutput();
    const progress = await RolloutProgress.begin({ lambda, deployment, output });
    const end = new AbortController();
    state.isDenied = true;

    const following = progress?.follow(1, end.signal);
    end.abort();

    await expect(following).resolves.toBeUndefined();
  });
});

describe('a rollout that was rolled back', () => {
  it('is reported with the alarm that caused it', async () => {
    const { codeDeploy } = await anAccount({
      ListDeployments: ({ deploymentGroupName }) => ({
        deployments: deploymentGroupName === 'order-processor-prod' ? ['d-1'] : [],
      }),
      BatchGetDeployments: {
        deploymentsInfo: [
          {
            deploymentId: 'd-1',
            deploymentGroupName: 'order-processor-prod',
            errorInformation: {
              code: 'ALARM_ACTIVE',
              message: 'One or more alarms have been activated: rollout-order-processor-Errors.',
            },
          },
        ],
      },
    });

    expect(await rolledBackReleases(codeDeploy, deployment, new Date())).toEqual([
      'order-processor-prod: One or more alarms have been activated: rollout-order-processor-Errors. (ALARM_ACTIVE, deployment d-1)',
    ]);
  });

  it('is not reported if no rollout failed', async () => {
    const { codeDeploy } = await anAccount({ ListDeployments: { deployments: [] } });

    expect(await rolledBackReleases(codeDeploy, deployment, new Date())).toEqual([]);
  });
});
