import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { FakeError, fakeAccountClients, type FakeResponses } from '../../test/fake-account.js';
import { deploy, type DeployOptions } from './deploy.js';
import { Deployment } from './deployment.js';
import { Output } from './cli/output.js';
import { ShipError } from './cli/ship-error.js';

const deployment = new Deployment({ stage: 'prod' });
const PROTECTED = 'DeletionProtection=true';

let folder: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-deploy-'));
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true });
});

/** A CDK command line that records its arguments, and exits with the given code. */
async function aCdk(exitCode: number) {
  const calls = join(folder, 'calls');
  const program = join(folder, 'cdk.cjs');
  await writeFile(
    program,
    `require('node:fs').appendFileSync(${JSON.stringify(calls)}, process.argv.slice(2).join(' ') + '\\n');
     process.exit(${exitCode});`,
  );
  return {
    cdk: { version: '2', program },
    calls: async () => (await readFile(calls, 'utf8')).trim().split('\n'),
  };
}

interface Conditions {
  readonly exitCode?: number;
  readonly parameters?: Partial<DeployOptions['parameters']>;
  readonly responses?: FakeResponses;
}

async function aDeployment({ exitCode = 0, parameters = {}, responses = {} }: Conditions) {
  const { cdk, calls } = await aCdk(exitCode);
  const { clients, close } = await fakeAccountClients(responses);
  closing.push(close);
  const written: string[] = [];
  const result = deploy({
    cdk,
    deployment,
    parameters: { rollout: 'Canary10Percent5Minutes', retainData: true, ...parameters },
    approval: 'never',
    account: clients,
    output: new Output({ write: (text) => written.push(text) }),
    signal: new AbortController().signal,
  });
  const failure = await result.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ShipError) return error;
      throw error;
    },
  );
  return { failure, calls: await calls(), printed: written.join('') };
}

/** A deployed stack whose parameter `DeletionProtection` has the given value. */
const stackWith = (value: string) => stackOf({ DeletionProtection: value });

function stackOf(parameters: Readonly<Record<string, string>>, status = 'UPDATE_COMPLETE'): string {
  const members = Object.entries(parameters).map(
    ([key, value]) =>
      `<member><ParameterKey>${key}</ParameterKey><ParameterValue>${value}</ParameterValue></member>`,
  );
  return `<Stacks><member><StackStatus>${status}</StackStatus><Parameters>${members.join('')}</Parameters></member></Stacks>`;
}

/** The key for cursors in the arguments of a call of CDK. */
const cursorKeyIn = (call = '') => /--parameters CursorKey=(\S+)/.exec(call)?.[1];

describe('the key that signs cursors', () => {
  const ofTest = { retainData: false, rollout: 'AllAtOnce' } as const;
  const keysOf = async (responses: FakeResponses) => {
    const { calls, printed } = await aDeployment({ parameters: ofTest, responses });
    return { key: cursorKeyIn(calls.at(-1)), printed };
  };

  it('is random, and is set by the first deployment', async () => {
    const notFound = new FakeError('ValidationError', 'Stack with id … does not exist');

    const [first, second] = [
      await keysOf({ DescribeStacks: notFound }),
      await keysOf({ DescribeStacks: notFound }),
    ];

    expect(first.key).toMatch(/^[0-9a-f]{64}$/);
    expect(second.key).toMatch(/^[0-9a-f]{64}$/);
    expect(second.key).not.toBe(first.key);
    expect(first.printed).not.toContain(first.key);
  });

  it('is kept by every later deployment', async () => {
    const deployed = stackOf({ CursorKey: '****' });

    expect((await keysOf({ DescribeStacks: deployed })).key).toBeUndefined();
  });

  it('is set again if the first deployment failed, since CDK then creates the stack anew', async () => {
    const failed = stackOf({ CursorKey: '****' }, 'ROLLBACK_COMPLETE');

    expect((await keysOf({ DescribeStacks: failed })).key).toBeDefined();
  });

  it('is set for a stage that was deployed without it', async () => {
    const { key } = await keysOf({ DescribeStacks: stackOf({ DeletionProtection: 'true' }) });

    expect(key).toBeDefined();
  });

  it('is set again, with a line in the output, if the role may not read the stack', async () => {
    const { key, printed } = await keysOf({});

    expect(key).toBeDefined();
    expect(printed).toContain('clients begin their listings again');
  });
});

describe('deploying a stage that keeps its data', () => {
  it('switches deletion protection on after the first success', async () => {
    const { failure, calls, printed } = await aDeployment({
      responses: { DescribeStacks: stackWith('false') },
    });

    expect(failure).toBeUndefined();
    expect(calls.map((call) => call.includes(PROTECTED))).toEqual([false, true]);
    expect(printed).toContain('the tables and the user pool are protected from deletion');
  });

  it('changes nothing if the protection is on already', async () => {
    const { calls } = await aDeployment({ responses: { DescribeStacks: stackWith('true') } });

    expect(calls).toHaveLength(1);
  });

  it('switches it on again, with a line in the output, if it may not read the state', async () => {
    const { calls, printed } = await aDeployment({});

    expect(calls[1]).toContain(PROTECTED);
    expect(printed).toContain('requires cloudformation:DescribeStacks');
  });

  it('leaves it off if the first deployment fails, so that you can repeat it', async () => {
    const { failure, calls } = await aDeployment({ exitCode: 1 });

    expect(failure?.message).toContain('failed. CloudFormation rolls it back');
    expect(calls).toHaveLength(1);
  });
});

describe('deploying a stage whose data is deleted with it', () => {
  it('protects nothing, and calls CodeDeploy only if traffic moves step by step', async () => {
    const parameters = { retainData: false, rollout: 'AllAtOnce' } as const;

    const { failure, calls, printed } = await aDeployment({
      parameters,
      responses: { DescribeStacks: stackOf({ CursorKey: '****' }) },
    });

    expect(failure).toBeUndefined();
    expect(calls).toHaveLength(1);
    expect(printed.trim().split('\n')).toEqual([
      'Deployment',
      '  ✓ ServerlessSnacksStack-prod is deployed',
    ]);
  });
});

describe('a release that is rolled back', () => {
  it('fails with the function, the alarm, and the section of the runbook', async () => {
    const { failure, printed } = await aDeployment({
      exitCode: 1,
      responses: {
        ListDeployments: ({ deploymentGroupName }) => ({
          deployments: deploymentGroupName === 'order-creator-prod' ? ['d-7'] : [],
        }),
        BatchGetDeployments: {
          deploymentsInfo: [
            {
              deploymentId: 'd-7',
              deploymentGroupName: 'order-creator-prod',
              errorInformation: { code: 'ALARM_ACTIVE', message: 'An alarm is active.' },
            },
          ],
        },
      },
    });

    expect(failure?.message).toContain('A rollout was rolled back');
    expect(failure?.next).toContain('docs/runbook.md#rollout');
    expect(printed).toContain(
      '✗ order-creator-prod: An alarm is active. (ALARM_ACTIVE, deployment d-7)',
    );
  });

  it('fails as any other deployment does if the role may not call CodeDeploy', async () => {
    const { failure, printed } = await aDeployment({ exitCode: 1 });

    expect(failure?.message).toContain('The deployment of ServerlessSnacksStack-prod failed');
    expect(printed).toContain('requires codedeploy:ListDeployments');
  });
});
