import { afterEach, describe, expect, it } from '@jest/globals';

import { fakeAccountClients } from '../../test/fake-account.js';
import { provablePlatform } from '../../test/provable-platform.js';
import { recordedCalls } from '../../test/recorded-calls.js';
import { Deployment } from './deployment.js';
import { Output } from './cli/output.js';
import type { ClientSettings } from './proof/clients.js';
import { queryAccount } from './preflight/query-account.js';
import { checkBudget } from './preflight/budget.js';
import { checkCostMonitor } from './preflight/cost-monitor.js';
import { checkLeftovers } from './preflight/leftovers.js';
import { checkMail } from './preflight/mail.js';
import { checkQuotas } from './preflight/quotas.js';
import { preflightRights, proofRights, rightsOf, rolloutRights, type Allowed } from './rights.js';
import { RolloutProgress } from './rollout/rollout-progress.js';
import { rolledBackReleases } from './rollout/rollout-failures.js';
import { readStackOutputs } from './stack-outputs.js';

const deployment = new Deployment({ stage: 'prod' });
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const actionsOf = (statements: readonly Allowed[]) =>
  new Set(statements.flatMap(({ Action }) => Action));

async function clientsOfAnAccount(logger: ClientSettings['logger']) {
  const responses = {
    GetCallerIdentity: '<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/a</Arn>',
    ListDeployments: { deployments: ['d-1'] },
  };
  const { clients, close } = await fakeAccountClients(responses, logger);
  closing.push(close);
  return clients;
}

describe('the policy of the shipping role', () => {
  it('allows exactly the calls of the preflight, the rollout and the summary', async () => {
    const { actions, logger } = recordedCalls();
    const clients = await clientsOfAnAccount(logger);
    const output = new Output({ write: () => {} });

    await queryAccount(clients, 'eu-central-1', deployment.stackName);
    await checkQuotas(clients.quotas, { apiRate: 100 });
    await checkMail(clients.mail, { auth: 'jwt', senderEmail: 'a@snacks.example' });
    await checkBudget(clients.budgets, '123456789012', { monthlyBudget: 1 });
    await checkCostMonitor(clients.organizations, '123456789012', { costAnomalies: true });
    await checkLeftovers(clients, deployment);
    await RolloutProgress.begin({ lambda: clients.lambda, deployment, output });
    await rolledBackReleases(clients.codeDeploy, deployment, new Date()).catch(() => undefined);
    await readStackOutputs(clients.cloudFormation, deployment.stackName);

    const allowed = actionsOf([...preflightRights(deployment), ...rolloutRights(deployment)]);
    expect([...actions].sort()).toEqual([...allowed, 'sts:GetCallerIdentity'].sort());
  });

  it('allows exactly the calls of the proof', async () => {
    const { actions, logger } = recordedCalls();
    const platform = await provablePlatform({ logger });
    closing.push(platform.close);
    platform.server.platform.queue('order-processing-dlq').send('the dead letter of another order');

    await platform.prove();

    const allowed = actionsOf(proofRights(deployment));
    allowed.delete('kms:Decrypt'); // DynamoDB calls it on behalf of the caller
    expect([...actions].sort()).toEqual([...allowed].sort());
  });

  it('is limited to the resources of one stage, except for queries of the account', () => {
    for (const { Sid, Resource } of rightsOf(deployment)) {
      if (['Account', 'Bootstrap', 'Deployment', 'Key'].includes(Sid)) continue;
      for (const resource of Resource) expect(resource).toMatch(/-prod\b|snacks-proof-\*$/);
    }
  });
});
