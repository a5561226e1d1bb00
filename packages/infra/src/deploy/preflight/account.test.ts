import { describe, expect, it } from '@jest/globals';

import { checkAccount, type AccountResponses } from './account.js';

const READY: AccountResponses = {
  identity: {
    ok: true,
    value: { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/a' },
  },
  region: 'eu-central-1',
  bootstrap: { ok: true, value: '30' },
  stack: { ok: true, value: undefined },
  concurrency: { ok: true, value: { quota: 1_000, unreserved: 1_000 } },
};

const DENIED = {
  ok: false,
  error: 'AccessDenied',
  message: 'not you',
  action: 'ssm:GetParameter',
} as const;

function judge(responses: Partial<AccountResponses> = {}, reserveConcurrency = true) {
  const parameters = { stage: 'dev', alarmEmail: undefined, reserveConcurrency };
  return checkAccount({ ...READY, ...responses }, parameters, 'TheStack', {
    reserved: 1,
    used: 12,
  });
}

/** The failed checks, each with the command that fixes it. */
function failures(...given: Parameters<typeof judge>): [string, string][] {
  return judge(...given).flatMap((finding) =>
    finding.status === 'failed' ? [[finding.text, finding.next]] : [],
  );
}

describe('an account', () => {
  it('is ready if all checks pass', () => {
    expect(judge().map(({ status, text }) => `${status}: ${text}`)).toEqual([
      'passed: account 123456789012, as arn:aws:iam::123456789012:user/a',
      'passed: region eu-central-1',
      'passed: CDK is bootstrapped, version 30',
      'passed: TheStack is new',
      'passed: 1000 of 1000 function instances are unreserved',
    ]);
  });

  it('is not ready without credentials and a region', () => {
    const neither = { identity: { ...DENIED, message: 'no credentials' }, region: undefined };

    expect(failures(neither)).toEqual([
      [
        'There are no valid AWS credentials: no credentials',
        expect.stringContaining('aws sso login'),
      ],
      ['No AWS region is set.', 'export AWS_REGION=eu-central-1'],
    ]);
    expect(judge(neither)).toHaveLength(2);
  });

  it('needs CDK’s bootstrap', () => {
    expect(failures({ bootstrap: { ok: true, value: undefined } })).toEqual([
      [
        'CDK is not bootstrapped in eu-central-1.',
        'npx cdk bootstrap aws://123456789012/eu-central-1',
      ],
    ]);
  });

  it('with an old bootstrap needs a new one', () => {
    expect(failures({ bootstrap: { ok: true, value: '5' } })).toEqual([
      [expect.stringContaining('requires version 6'), expect.stringContaining('npx cdk bootstrap')],
    ]);
  });

  it('gets a warning for alarms without a recipient, except in dev', () => {
    const parameters = { stage: 'staging', alarmEmail: undefined, reserveConcurrency: true };
    const wanted = { reserved: 1, used: 12 };

    expect(checkAccount(READY, parameters, 'TheStack', wanted)).toContainEqual({
      status: 'warning',
      text: 'The alarms of staging have no recipient.',
      next: expect.stringContaining('-c alarmEmail='),
    });
    expect(judge().filter(({ status }) => status === 'warning')).toEqual([]);
  });

  it.each([
    ['ROLLBACK_COMPLETE', 'aws cloudformation delete-stack --stack-name TheStack'],
    ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback --stack-name TheStack'],
    ['UPDATE_IN_PROGRESS', 'aws cloudformation wait stack-update-complete --stack-name TheStack'],
  ])('whose stack is %s has to fix that first', (state, command) => {
    expect(failures({ stack: { ok: true, value: state } })).toEqual([
      [expect.stringContaining(state), command],
    ]);
  });

  it('with an existing stack is ready, because the stack has reserved its instances already', () => {
    const responses = {
      stack: { ok: true, value: 'UPDATE_COMPLETE' },
      concurrency: { ok: true, value: { quota: 11, unreserved: 10 } },
    } as const;

    expect(failures(responses)).toEqual([]);
  });

  it('with a quota of 10 instances cannot reserve any; without a reservation it gets a warning', () => {
    const concurrency = { ok: true, value: { quota: 10, unreserved: 10 } } as const;

    expect(failures({ concurrency })).toEqual([
      [
        '10 of 10 function instances are unreserved: too few to reserve 1 and to leave 10.',
        expect.stringContaining('-c reserveConcurrency=false'),
      ],
    ]);
    expect(failures({ concurrency }, false)).toEqual([]);
    expect(judge({ concurrency }, false)).toContainEqual({
      status: 'warning',
      text: expect.stringContaining('each throttled poll counts as a receive'),
      next: expect.stringContaining('request-service-quota-increase'),
    });
  });

  it('that denies queries has unchecked findings, each with the missing permission', () => {
    const findings = judge({ bootstrap: DENIED, stack: DENIED, concurrency: DENIED });

    expect(findings.slice(2).map(({ status, text }) => `${status}: ${text}`)).toEqual([
      'unchecked: could not check whether CDK is bootstrapped (AccessDenied: requires ssm:GetParameter)',
      'unchecked: could not read the state of TheStack (AccessDenied: requires ssm:GetParameter)',
      'unchecked: could not read the quota of function instances (AccessDenied: requires ssm:GetParameter)',
    ]);
  });
});
