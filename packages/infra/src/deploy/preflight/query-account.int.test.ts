import { afterEach, describe, expect, it } from '@jest/globals';

import { fakeAccountClients, FakeError, type FakeResponses } from '../../../test/fake-account.js';
import { readStackOutputs } from '../stack-outputs.js';
import { queryAccount } from './query-account.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function clientsOf(responses: FakeResponses) {
  const { clients, close } = await fakeAccountClients(responses);
  closing.push(close);
  return clients;
}

const KNOWN = {
  GetCallerIdentity: '<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/a</Arn>',
};

describe('the query of an account', () => {
  it('returns the facts that a deployment needs', async () => {
    const clients = await clientsOf({
      ...KNOWN,
      GetParameter: { Parameter: { Value: '30' } },
      DescribeStacks: new FakeError('ValidationError', 'Stack with id S does not exist'),
      GetAccountSettings: {
        AccountLimit: { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 999 },
      },
    });

    expect(await queryAccount(clients, 'eu-central-1', 'S')).toEqual({
      identity: {
        ok: true,
        value: { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/a' },
      },
      region: 'eu-central-1',
      bootstrap: { ok: true, value: '30' },
      stack: { ok: true, value: undefined },
      concurrency: { ok: true, value: { quota: 1_000, unreserved: 999 } },
    });
  });

  it('returns the error and the missing permission of each denied call', async () => {
    const clients = await clientsOf(KNOWN);

    expect(await queryAccount(clients, 'eu-central-1', 'S')).toMatchObject({
      bootstrap: { ok: false, error: 'AccessDeniedException', action: 'ssm:GetParameter' },
      stack: { ok: false, error: 'AccessDeniedException', action: 'cloudformation:DescribeStacks' },
      concurrency: { ok: false, action: 'lambda:GetAccountSettings' },
    });
  });
});

describe('the outputs of a stack', () => {
  it('are returned by name', async () => {
    const { cloudFormation } = await clientsOf({
      DescribeStacks:
        '<Stacks><member><Outputs><member><OutputKey>ApiEndpoint</OutputKey><OutputValue>https://a</OutputValue></member></Outputs></member></Stacks>',
    });

    expect(await readStackOutputs(cloudFormation, 'S')).toEqual({
      ok: true,
      value: new Map([['ApiEndpoint', 'https://a']]),
    });
  });

  it('may be denied, which does not fail the deployment', async () => {
    const { cloudFormation } = await clientsOf({});

    expect(await readStackOutputs(cloudFormation, 'S')).toMatchObject({
      ok: false,
      error: 'AccessDeniedException',
      action: 'cloudformation:DescribeStacks',
    });
  });
});
