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

const kinds = (findings: readonly Finding[]) => findings.map(({ status }) => status);
const textOf = (findings: readonly Finding[]) => JSON.stringify(findings);

/** Service Quotas, with so many a second of each. */
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
  it('bear what the routes take', async () => {
    const { quotas: client } = await anAccount(quotas(10_000, 10_000, 18_750));

    expect(kinds(await checkQuotas(client))).toEqual(['passed', 'passed', 'passed']);
  });

  it('may be too low, which is a warning that says how to ask for more', async () => {
    const { quotas: client } = await anAccount(quotas(10_000, 10_000, 100));

    const findings = await checkQuotas(client);

    expect(kinds(findings)).toEqual(['passed', 'passed', 'warning']);
    expect(findings[2]).toMatchObject({
      next: expect.stringMatching(/--service-code events --quota-code L-2 --desired-value \d+$/),
    });
  });

  it('may be denied, or unknown', async () => {
    const denied = await anAccount();
    const empty = await anAccount({ ListServiceQuotas: { Quotas: [] } });

    expect(textOf(await checkQuotas(denied.quotas))).toContain(
      'it takes servicequotas:ListServiceQuotas',
    );
    expect(kinds(await checkQuotas(empty.quotas))).toEqual(['unchecked', 'unchecked', 'unchecked']);
  });
});

describe('the mails to callers', () => {
  const parameters = { auth: 'jwt', senderEmail: 'orders@snacks.example' } as const;

  it('are nobody’s business where callers are not known', async () => {
    const { mail } = await anAccount();

    expect(await checkMail(mail, { auth: 'open', senderEmail: undefined })).toEqual([]);
  });

  it('are few without a sender, which is a warning', async () => {
    const { mail } = await anAccount();

    const findings = await checkMail(mail, { auth: 'jwt', senderEmail: undefined });

    expect(kinds(findings)).toEqual(['warning']);
    expect(textOf(findings)).toContain('-c senderEmail=');
  });

  it('come from a domain that SES has verified, to everybody', async () => {
    const { mail } = await anAccount({
      GetEmailIdentity: ({ name }) => ({ VerifiedForSendingStatus: name === 'snacks.example' }),
      GetAccount: { ProductionAccessEnabled: true },
    });

    expect(kinds(await checkMail(mail, parameters))).toEqual(['passed', 'passed']);
  });

  it('are refused from another domain, and warned of in the sandbox', async () => {
    const { mail } = await anAccount({
      GetEmailIdentity: new FakeError('NotFoundException', 'no such identity'),
      GetAccount: { ProductionAccessEnabled: false },
    });

    const findings = await checkMail(mail, parameters);

    expect(kinds(findings)).toEqual(['failed', 'warning']);
    expect(textOf(findings)).toContain('create-email-identity --email-identity snacks.example');
  });
});

describe('the budget', () => {
  const wanted = { monthlyBudget: 50 };

  it('is asked about only where it is wanted', async () => {
    const { budgets } = await anAccount();

    expect(await checkBudget(budgets, '1', { monthlyBudget: 0 })).toEqual([]);
  });

  it.each([
    ['may be made where budgets can be listed', { Budgets: [] }, 'passed'],
    [
      'is refused in a member account whose payer has not enabled budgets',
      new FakeError(
        'AccessDeniedException',
        'Account 1 is a linked account. To enable budgets for your account, ask the payer account to enable budgets first.',
      ),
      'failed',
    ],
    [
      'may be either where nobody may ask',
      new FakeError('AccessDeniedException', 'no'),
      'unchecked',
    ],
  ])('%s', async (_what, DescribeBudgets, kind) => {
    const { budgets } = await anAccount({ DescribeBudgets });

    const findings = await checkBudget(budgets, '1', wanted);

    expect(kinds(findings)).toEqual([kind]);
    expect(textOf(findings).includes('-c monthlyBudget=0')).toBe(kind === 'failed');
  });
});

describe('the anomaly monitor', () => {
  const chosen = { costAnomalies: true };

  it('is asked about only where it was chosen', async () => {
    const { organizations } = await anAccount();

    expect(await checkCostMonitor(organizations, '1', { costAnomalies: false })).toEqual([]);
  });

  it.each([
    ['may be made in the management account', { Organization: { MasterAccountId: '1' } }, 'passed'],
    ['is refused in a member account', { Organization: { MasterAccountId: '2' } }, 'failed'],
    [
      'may be made where there is no organisation',
      new FakeError('AWSOrganizationsNotInUseException', 'none'),
      'passed',
    ],
    [
      'may be either where nobody may ask',
      new FakeError('AccessDeniedException', 'no'),
      'unchecked',
    ],
  ])('%s', async (_what, DescribeOrganization, kind) => {
    const { organizations } = await anAccount({ DescribeOrganization });

    expect(kinds(await checkCostMonitor(organizations, '1', chosen))).toEqual([kind]);
  });
});

describe('what a former stack left behind', () => {
  const deployment = new Deployment({ stage: 'prod' });
  const nothing = new FakeError('ResourceNotFoundException', 'no such table');

  it('is nothing in a new account', async () => {
    const clients = await anAccount({ DescribeTable: nothing, DescribeLogGroups: {} });

    expect(kinds(await checkLeftovers(clients, deployment))).toEqual(['passed']);
  });

  it('is listed in one finding, with what removes it and what takes it over', async () => {
    const clients = await anAccount({
      DescribeTable: ({ TableName }) => (TableName === 'Orders-prod' ? { Table: {} } : nothing),
      DescribeLogGroups: ({ logGroupNamePrefix }) => ({
        logGroups: [
          { logGroupName: `${String(logGroupNamePrefix)}order-creator-prod` },
          { logGroupName: `${String(logGroupNamePrefix)}somebody-else` },
        ],
      }),
    });

    const findings = await checkLeftovers(clients, deployment);

    expect(kinds(findings)).toEqual(['failed']);
    expect(findings[0]?.text).toContain(
      'left Orders-prod, /aws/lambda/order-creator-prod: a new one',
    );
    expect(findings[0]?.text).toContain('cdk import');
    expect(textOf(findings)).toContain('--no-deletion-protection-enabled');
    expect(textOf(findings)).toContain('aws logs delete-log-group');
  });

  it('is unknown where nobody may ask', async () => {
    expect(kinds(await checkLeftovers(await anAccount(), deployment))).toEqual([
      'unchecked',
      'unchecked',
    ]);
  });
});
