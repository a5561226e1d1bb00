import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { topology } from '@snacks/handlers';

import { fakeAccount } from '../../../test/fake-account.js';
import { provablePlatform } from '../../../test/provable-platform.js';
import { runInShell, runShip } from '../../../test/ship-program.js';

// A synthesis, its checks, and the search for missing credentials are slow.
jest.setTimeout(120_000);

let home: string;
let servers: { readonly close: () => Promise<void> }[] = [];

/** Closes a server after the test, also if the test fails: an open one would keep jest running. */
function closedAfterwards<Server extends (typeof servers)[number]>(server: Server): Server {
  servers.push(server);
  return server;
}

beforeEach(async () => {
  servers = [];
  home = await mkdtemp(join(tmpdir(), 'snacks-home-'));
});

afterEach(async () => {
  await Promise.all(servers.map(async (server) => server.close()));
  await rm(home, { recursive: true });
});

/** The environment of clients that call a local platform. */
function localEnvironment(url: string) {
  return {
    HOME: home,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
}

describe('npm run ship, without an account', () => {
  it('runs the checks that need none in a dry run, and lists the skipped ones', async () => {
    const { ended, printed } = runShip(['--dry-run', '-c', 'stage=test'], { HOME: home });

    expect(await ended).toBe(0);
    expect(printed()).toContain(
      'ServerlessSnacksStack-test is synthesised; cdk-nag has no findings',
    );
    expect(printed()).toMatch(/– the account, its region, CDK's bootstrap, .*credentials/);
    expect(printed()).toContain('– the diff: there is no account to compare with');
    expect(printed()).toContain('– the deployment and its proof: a dry run changes nothing');
    expect(printed()).toMatch(/a month +\$\d+\.\d\d at 10,000 orders/);
    expect(printed()).toContain('npx cdk destroy ServerlessSnacksStack-test -c stage=test');
  });

  it('deploys nothing, and prints the commands to run next', async () => {
    const { ended, printed } = runShip(['--yes'], { HOME: home });

    expect(await ended).toBe(1);
    expect(printed()).toContain('✗ There are no valid AWS credentials');
    expect(printed()).toContain('✗ The preflight failed.');
    expect(printed()).toContain('aws sso login');
    expect(printed()).not.toContain('Synthesis');
  });
});

/** The commands in the file of the workflow that ships a stage. */
async function commandsOfTheWorkflow(): Promise<string[]> {
  const workflow = new URL('../../../../../.github/workflows/ship.yml', import.meta.url);
  const text = await readFile(workflow, 'utf8');
  return Array.from(text.matchAll(/^ +run: (npm run ship .+)$/gm), ([, command = '']) => command);
}

describe("GitHub's workflow", () => {
  it.each([
    { STAGE: 'dev', ALARM_EMAIL: '' },
    { STAGE: 'prod', ALARM_EMAIL: 'ops@example.com' },
  ])('deploys and proves $STAGE by valid commands', async (variables) => {
    const account = closedAfterwards(await fakeAccount());
    const [deploy = '', prove = '', ...others] = await commandsOfTheWorkflow();

    const deployment = runInShell(deploy, '--dry-run --skip-diff', { HOME: home, ...variables });
    expect(await deployment.ended).toBe(0);
    const proof = runInShell(prove, '', { ...localEnvironment(account.url), ...variables });
    expect(await proof.ended).toBe(1);

    expect(proof.printed()).toContain('refused a call of the proof');
    expect(others).toEqual([]);
  });
});

describe('npm run ship', () => {
  it.each([
    [['-c', 'stgae=test'], 'Unknown parameter stgae. Valid parameters: stage'],
    [['-c', 'stage'], 'It must be name=value'],
    [['--patience', '0'], 'It must be a whole number from 1'],
    [['--proof-only', '--dry-run'], 'cannot be used with'],
  ])('rejects %j, and does nothing', async (args, message) => {
    const { ended, printed } = runShip(args, { HOME: home });

    expect(await ended).toBe(1);
    expect(printed()).toContain(message);
    expect(printed()).not.toContain('Preflight');
  });

  it('proves a local platform at AWS_ENDPOINT_URL', async () => {
    const platform = closedAfterwards(await provablePlatform());

    const { ended, printed } = runShip(['--proof-only'], localEnvironment(platform.server.url));

    expect(await ended).toBe(0);
    expect(printed()).toContain('the order is PROCESSED');
    expect(printed()).toContain('✓ Done.');
  });

  it('prints how to start a provable platform if one keeps its orders in memory', async () => {
    const platform = closedAfterwards(
      await provablePlatform({ platform: { dataFolder: undefined } }),
    );

    const { ended, printed } = runShip(['--proof-only'], localEnvironment(platform.server.url));

    expect(await ended).toBe(1);
    expect(printed()).toContain('keeps its orders in memory');
    expect(printed()).toContain('npm start -- --store dynamodb --data .data');
    expect(printed()).not.toContain('could not remove');
    expect(printed()).not.toContain('aws sts');
  });

  it('prints each missing permission in one line', async () => {
    const account = closedAfterwards(
      await fakeAccount({
        GetCallerIdentity: '<Account>1</Account><Arn>arn:aws:sts::1:assumed-role/deploy/a</Arn>',
      }),
    );

    const { ended, printed } = runShip(['--dry-run', '--skip-diff'], localEnvironment(account.url));

    expect(await ended).toBe(0);
    expect(printed()).toContain('requires ssm:GetParameter');
    expect(printed()).not.toMatch(/^ {4}at /m);
  });

  it('prints the error of a refused call', async () => {
    const platform = closedAfterwards(await provablePlatform());
    const args = ['--proof-only', '-c', 'stage=test'];

    const { ended, printed } = runShip(args, localEnvironment(platform.server.url));

    expect(await ended).toBe(1);
    expect(printed()).toContain('There is no bus serverless-snacks-orders-test.');
    expect(printed()).toContain('npm run ship -- --proof-only');
    expect(printed()).not.toContain('aws sts');
    expect(printed()).not.toContain('could not remove');
  });

  it('cleans up if it is interrupted, and exits with the code of an interrupt', async () => {
    const platform = closedAfterwards(
      await provablePlatform({
        platform: {
          wrapAdapters: (adapters) => ({
            ...adapters,
            publisher: () => ({ publish: async () => [] }),
          }),
        },
      }),
    );
    const { ended, printed, untilPrinted, interrupt } = runShip(
      ['--proof-only'],
      localEnvironment(platform.server.url),
    );
    await untilPrinted('accepted the order');

    interrupt();

    expect(await ended).toBe(130);
    expect(printed()).toContain('SIGINT: cleaning up');
    expect(printed()).toMatch(/✓ the temporary rule snacks-proof-\w+: removed/);
    expect(printed()).toContain('Interrupted.');
    const { Rules } = await platform.clients.events.send(
      new ListRulesCommand({ EventBusName: topology.bus.name, NamePrefix: 'snacks-proof' }),
    );
    expect(Rules).toEqual([]);
  });
});
