import { afterEach, describe, expect, it } from '@jest/globals';

import { fakeAccountClients, FakeError, type FakeResponses } from '../../../test/fake-account.js';
import { Deployment } from '../deployment.js';
import { checkBudget } from './budget.js';
import { checkCostMonitor } from './cost-monitor.js';
import type { Finding } from './findings.js';
import { checkLeftovers } from './leftovers.js';
import { checkMail } from './mail.js';
import { checkQuotas } from './quotas.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function anAccount(responses: FakeResponses = {}) {
  const { clients, close } = await fakeAccountClients(responses);
  closing.push(close);
  return clients;
}

const statuses = (findings: readonly Finding[]) => findings.map(({ status }) => status);
const textOf = (findings: readonly Finding[]) => JSON.stringify(findings);

/** Service Quotas with the given limits per second. */
const quotas = (requests: number, puts: number, invocations: number): FakeResponses => ({
  ListServiceQuotas: ({ ServiceCode }) => ({
    Quotas:
      ServiceCode === 'events'
        ? [
            { QuotaName: 'PutEvents throttle limit in transactions per second', Value: puts },
            {
              QuotaName: 'Invocations throttle limit in transactions per second',
              QuotaCode: 'L-2',
              Value: invocations,
            },
          ]
        : [{ QuotaName: 'Throttle rate', Value: requests }],
  }),
});

describe('the quotas of an account', () => {
  it('are sufficient for the throttling limits of the routes', async () => {
    const { quotas: client } = await anAccount(quotas(10_000, 10_000, 18_750));

    expect(statuses(await checkQuotas(client, { apiRate: 100 }))).toEqual([
      'passed',
      'passed',
      'passed',
    ]);
  });

  it('may be too low, which is a warning with the command for an increase', async () => {
    const { quotas: client } = await anAccount(quotas(10_000, 10_000, 100));

    const findings = await checkQuotas(client, { apiRate: 100 });

    expect(statuses(findings)).toEqual(['passed', 'passed', 'warning']);
    expect(findings[2]).toMatchObject({
      next: expect.stringMatching(/--service-code events --quota-code L-2 --desired-value \d+$/),
    });
  });

  it('are compared with the rate that the stage accepts', async () => {
    const { quotas: client } = await anAccount(quotas(10_000, 10_000, 18_750));

    const findings = await checkQuotas(client, { apiRate: 5_000 });

    expect(statuses(findings)).toEqual(['warning', 'passed', 'warning']);
    expect(findings[2]).toMatchObject({ next: expect.stringContaining('--desired-value 20000') });
  });

  it('remain unchecked if the query is denied, or returns no quota', async () => {
    const denied = await anAccount();
    const empty = await anAccount({ ListServiceQuotas: { Quotas: [] } });

    expect(textOf(await checkQuotas(denied.quotas, { apiRate: 100 }))).toContain(
      'requires servicequotas:ListServiceQuotas',
    );
    expect(statuses(await checkQuotas(empty.quotas, { apiRate: 100 }))).toEqual([
      'unchecked',
      'unchecked',
      'unchecked',
    ]);
  });
});

describe('the mails to callers', () => {
  const parameters = { auth: 'jwt', senderEmail: 'orders@snacks.example' } as const;

  it('are not checked if the API requires no token', async () => {
    const { mail } = await anAccount();

    expect(await checkMail(mail, { auth: 'open', senderEmail: undefined })).toEqual([]);
  });

  it('are limited without a sender, which is a warning', async () => {
    const { mail } = await anAccount();

    const findings = await checkMail(mail, { auth: 'jwt', senderEmail: undefined });

    expect(statuses(findings)).toEqual(['warning']);
    expect(textOf(findings)).toContain('-c senderEmail=');
  });

  it('pass with a verified domain and production access', async () => {
    const { mail } = await anAccount({
      GetEmailIdentity: ({ name }) => ({ VerifiedForSendingStatus: name === 'snacks.example' }),
      GetAccount: { ProductionAccessEnabled: true },
    });

    expect(statuses(await checkMail(mail, parameters))).toEqual(['passed', 'passed']);
  });

  it('fail with an unverified domain, and get a warning in the sandbox', async () => {
    const { mail } = await anAccount({
      GetEmailIdentity: new FakeError('NotFoundException', 'no such identity'),
      GetAccount: { ProductionAccessEnabled: false },
    });

    const findings = await checkMail(mail, parameters);

    expect(statuses(findings)).toEqual(['failed', 'warning']);
    expect(textOf(findings)).toContain('create-email-identity --email-identity snacks.example');
  });
});

describe('the budget', () => {
  const wanted = { monthlyBudget: 50 };

  it('is checked only if the parameters ask for it', async () => {
    const { budgets } = await anAccount();

    expect(await checkBudget(budgets, '1', { monthlyBudget: 0 })).toEqual([]);
  });

  it.each([
    ['passes if budgets can be listed', { Budgets: [] }, 'passed'],
    [
      'fails in a member account whose payer account has not enabled budgets',
      new FakeError(
        'AccessDeniedException',
        'Account 1 is a linked account. To enable budgets for your account, ask the payer account to enable budgets first.',
      ),
      'failed',
    ],
    [
      'remains unchecked if the query is denied',
      new FakeError('AccessDeniedException', 'no'),
      'unchecked',
    ],
  ])('%s', async (_what, DescribeBudgets, kind) => {
    const { budgets } = await anAccount({ DescribeBudgets });

    const findings = await checkBudget(budgets, '1', wanted);

    expect(statuses(findings)).toEqual([kind]);
    expect(textOf(findings).includes('-c monthlyBudget=0')).toBe(kind === 'failed');
  });
});

describe('the anomaly monitor', () => {
  const wanted = { costAnomalies: true };

  it('is checked only if the parameters ask for it', async () => {
    const { organizations } = await anAccount();

    expect(await checkCostMonitor(organizations, '1', { costAnomalies: false })).toEqual([]);
  });

  it.each([
    ['passes in the management account', { Organization: { MasterAccountId: '1' } }, 'passed'],
    ['fails in a member account', { Organization: { MasterAccountId: '2' } }, 'failed'],
    [
      'passes without an organisation',
      new FakeError('AWSOrganizationsNotInUseException', 'none'),
      'passed',
    ],
    [
      'remains unchecked if the query is denied',
      new FakeError('AccessDeniedException', 'no'),
      'unchecked',
    ],
  ])('%s', async (_what, DescribeOrganization, kind) => {
    const { organizations } = await anAccount({ DescribeOrganization });

    expect(statuses(await checkCostMonitor(organizations, '1', wanted))).toEqual([kind]);
  });
});

describe('the leftovers of a previous stack', () => {
  const deployment = new Deployment({ stage: 'prod' });
  const nothing = new FakeError('ResourceNotFoundException', 'no such table');

  it('do not exist in a new account', async () => {
    const clients = await anAccount({ DescribeTable: nothing, DescribeLogGroups: {} });

    expect(statuses(await checkLeftovers(clients, deployment))).toEqual(['passed']);
  });

  it('are listed in one finding, with the commands that remove or import them', async () => {
    const clients = await anAccount({
      DescribeTable: ({ TableName }) => (TableName === 'Orders-prod' ? { Table: {} } : nothing),
      DescribeLogGroups: ({ logGroupNamePrefix }) => ({
        logGroups: [
          { logGroupName: `${String(logGroupNamePrefix)}order-creator-prod` },
          { logGroupName: `${String(logGroupNamePrefix)}another-function` },
        ],
      }),
    });

    const findings = await checkLeftovers(clients, deployment);

    expect(statuses(findings)).toEqual(['failed']);
    expect(findings[0]?.text).toContain('left Orders-prod, /aws/lambda/order-creator-prod behind:');
    expect(findings[0]?.text).toContain('cdk import');
    expect(textOf(findings)).toContain('--no-deletion-protection-enabled');
    expect(textOf(findings)).toContain('aws logs delete-log-group');
  });

  it('remain unchecked if the queries are denied', async () => {
    expect(statuses(await checkLeftovers(await anAccount(), deployment))).toEqual([
      'unchecked',
      'unchecked',
    ]);
  });
});
