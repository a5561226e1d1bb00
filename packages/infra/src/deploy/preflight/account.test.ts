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

/** What is wrong, and what to type next. */
function complaints(...given: Parameters<typeof judge>): [string, string][] {
  return judge(...given).flatMap((finding) =>
    finding.status === 'failed' ? [[finding.text, finding.next]] : [],
  );
}

describe('an account', () => {
  it('is ready where all is there', () => {
    expect(judge().map(({ status, text }) => `${status}: ${text}`)).toEqual([
      'passed: account 123456789012, as arn:aws:iam::123456789012:user/a',
      'passed: region eu-central-1',
      'passed: CDK is bootstrapped, version 30',
      'passed: TheStack is new',
      'passed: 1000 of 1000 function instances are free',
    ]);
  });

  it('cannot be asked by nobody, nor without a region', () => {
    const nobody = { identity: { ...DENIED, message: 'no credentials' }, region: undefined };

    expect(complaints(nobody)).toEqual([
      ['AWS does not know who calls: no credentials', expect.stringContaining('aws sso login')],
      ['No region is chosen.', 'export AWS_REGION=eu-central-1'],
    ]);
    expect(judge(nobody)).toHaveLength(2);
  });

  it('needs CDK’s bootstrap, and is told how', () => {
    expect(complaints({ bootstrap: { ok: true, value: undefined } })).toEqual([
      [
        'CDK is not bootstrapped in eu-central-1.',
        'npx cdk bootstrap aws://123456789012/eu-central-1',
      ],
    ]);
  });

  it('bootstrapped in too old a version has to do it again', () => {
    expect(complaints({ bootstrap: { ok: true, value: '5' } })).toEqual([
      [expect.stringContaining('it takes 6'), expect.stringContaining('npx cdk bootstrap')],
    ]);
  });

  it('whose stage has nobody for its alarms is warned, but for dev', () => {
    const parameters = { stage: 'staging', alarmEmail: undefined, reserveConcurrency: true };
    const wanted = { reserved: 1, used: 12 };

    expect(checkAccount(READY, parameters, 'TheStack', wanted)).toContainEqual({
      status: 'warning',
      text: 'Nobody hears of the alarms of staging.',
      next: expect.stringContaining('-c alarmEmail='),
    });
    expect(judge().filter(({ status }) => status === 'warning')).toEqual([]);
  });

  it.each([
    ['ROLLBACK_COMPLETE', 'aws cloudformation delete-stack --stack-name TheStack'],
    ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback --stack-name TheStack'],
    ['UPDATE_IN_PROGRESS', 'aws cloudformation wait stack-update-complete --stack-name TheStack'],
  ])('whose stack is %s has to mend that first', (state, command) => {
    expect(complaints({ stack: { ok: true, value: state } })).toEqual([
      [expect.stringContaining(state), command],
    ]);
  });

  it('whose stack stands is ready, having reserved its instances already', () => {
    const responses = {
      stack: { ok: true, value: 'UPDATE_COMPLETE' },
      concurrency: { ok: true, value: { quota: 11, unreserved: 10 } },
    } as const;

    expect(complaints(responses)).toEqual([]);
  });

  it('with a quota of 10 instances can reserve none, but can do without, and is warned', () => {
    const concurrency = { ok: true, value: { quota: 10, unreserved: 10 } } as const;

    expect(complaints({ concurrency })).toEqual([
      [
        'Of 10 function instances 10 are free: too few to reserve 1 and leave 10.',
        expect.stringContaining('-c reserveConcurrency=false'),
      ],
    ]);
    expect(complaints({ concurrency }, false)).toEqual([]);
    expect(judge({ concurrency }, false)).toContainEqual({
      status: 'warning',
      text: expect.stringContaining('each counts as a receive'),
      next: expect.stringContaining('request-service-quota-increase'),
    });
  });

  it('that does not tell everything is taken as it is, and that is said', () => {
    const findings = judge({ bootstrap: DENIED, stack: DENIED, concurrency: DENIED });

    expect(findings.slice(2).map(({ status, text }) => `${status}: ${text}`)).toEqual([
      'unchecked: whether CDK is bootstrapped could not be asked (AccessDenied: it takes ssm:GetParameter)',
      'unchecked: the state of TheStack could not be asked (AccessDenied: it takes ssm:GetParameter)',
      'unchecked: the quota of function instances could not be asked (AccessDenied: it takes ssm:GetParameter)',
    ]);
  });
});
