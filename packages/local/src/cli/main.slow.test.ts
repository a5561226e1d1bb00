import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { printed, run, RUNNING } from '../../test/program.js';

describe('npm start', () => {
  it('prints its URL and commands to try, and stops cleanly on a signal', async () => {
    const program = run('start', '--port', '0', '--log-level', 'silent');
    const [, url] = await printed(program, RUNNING);
    const response = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(anOrderRequest()),
    });
    expect(response.status).toBe(201);

    program.child.kill('SIGTERM');

    expect(await program.ended).toBe(0);
    expect(program.output.text).toContain('All work under way is finished');
    expect(program.output.text).toContain('aws lambda invoke');
  });

  it('continues when the reader of its output ends', async () => {
    const program = run('start', '--port', '0');
    const [, url] = await printed(program, RUNNING);
    program.child.stdout.destroy();
    program.child.stderr.destroy();

    const statuses: number[] = [];
    for (let requests = 0; requests < 5; requests += 1) {
      statuses.push((await fetch(`${url}/orders`)).status);
    }
    program.child.kill('SIGTERM');

    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(await program.ended).toBe(0);
  });

  it('stops cleanly on a signal right after its banner', async () => {
    const program = run('start', '--port', '0', '--log-level', 'silent');
    program.child.stdout.once('data', () => program.child.kill('SIGTERM'));

    expect(await program.ended).toBe(0);
    expect(program.output.text).toContain('All work under way is finished');
  });

  it('retries a failed message after --visibility-timeout', async () => {
    const program = run(
      'start',
      '--port',
      '0',
      '--visibility-timeout',
      '0',
      '--log-level',
      'silent',
    );
    const [, url = ''] = await printed(program, RUNNING);
    const call = async (operation: string, body: object): Promise<unknown> => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-amz-target': `AmazonSQS.${operation}` },
        body: JSON.stringify(body),
      });
      return response.json();
    };
    const queueUrl = (name: string) => `${url}/000000000000/${name}`;

    await call('SendMessage', { QueueUrl: queueUrl('order-processing'), MessageBody: 'no event' });
    const deadLetters = await call('ReceiveMessage', {
      QueueUrl: queueUrl('order-processing-dlq'),
      WaitTimeSeconds: 20,
    });
    program.child.kill('SIGTERM');

    expect(deadLetters).toMatchObject({ Messages: [{ Body: 'no event' }] });
    expect(await program.ended).toBe(0);
  });

  it('logs one JSON line per record if its output is not a terminal', async () => {
    const program = run('start', '--port', '0');
    const [, url] = await printed(program, RUNNING);

    await fetch(`${url}/orders`);
    const [line] = await printed(program, /^\{.*"service":"order-lister".*\}$/m);
    program.child.kill('SIGINT');

    expect(JSON.parse(line)).toMatchObject({ level: 'info', service: 'order-lister' });
    expect(await program.ended).toBe(0);
  });

  it('requires a token from callers with --auth', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'snacks-'));
    const keyFile = join(folder, 'keys', 'key.json');
    const minting = run('token', '--subject', 'alice', '--key-file', keyFile);
    expect(await minting.ended).toBe(0);
    const program = run(
      'start',
      '--port',
      '0',
      '--log-level',
      'silent',
      '--auth',
      '--key-file',
      keyFile,
    );
    const [, url] = await printed(program, RUNNING);

    const anonymous = await fetch(`${url}/orders`);
    const headers = { authorization: `Bearer ${minting.output.text.trim()}` };
    const alice = await fetch(`${url}/orders`, { headers });
    program.child.kill('SIGTERM');

    expect([anonymous.status, alice.status]).toEqual([401, 200]);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect(program.output.text).toContain('callers need a token');
    expect(await program.ended).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('refuses an invalid key file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'snacks-'));
    const keyFile = join(folder, 'key.json');
    await writeFile(keyFile, '{"kid":"x"}');
    const program = run('start', '--port', '0', '--auth', '--key-file', keyFile);

    expect(await program.ended).toBe(1);
    expect(program.output.text).toContain('Delete it to create a new one');
    await rm(folder, { recursive: true });
  });

  it('names the port that is in use, and how to use another', async () => {
    const first = run('start', '--port', '0', '--log-level', 'silent');
    const [, port] = await printed(first, /is running on http:\/\/127\.0\.0\.1:(\d+)/);

    const second = run('start', '--port', port ?? '');

    expect(await second.ended).toBe(1);
    expect(second.output.text).toContain(`Port ${port} is in use`);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it.each([
    [['--port', 'many'], 'whole number from 0 to 65535'],
    [['--port', '65536'], 'whole number from 0 to 65535'],
    [['--log-level', 'loud'], 'Allowed choices are debug, info, warn, error, silent'],
    [['--verbose'], 'unknown option'],
    [['--visibility-timeout', '43201'], 'whole number from 0 to 43200'],
    [['--cors-origin', '*'], 'must be an origin'],
    [['--cors-origin', 'http://localhost:5173/'], 'must be an origin'],
    [['--store', 'files'], 'Allowed choices are memory, dynamodb'],
    [['--store', 'dynamodb'], 'needs a folder: --data DIR'],
    [['--data', 'somewhere'], '--data requires --store dynamodb'],
    [['--stock', 'nowhere.json'], 'nowhere.json cannot be read'],
    [['--unknown-snacks', 'some'], 'Allowed choices are unlimited, refused'],
    [['--payment-rules', 'nowhere.json'], 'nowhere.json cannot be read'],
  ])('refuses %j', async (args, message) => {
    const { ended, output } = run('start', ...args);

    expect(await ended).toBe(1);
    expect(output.text).toContain(message);
  });
});

describe('npm run token', () => {
  it('refuses a group that does not exist, and names those that do', async () => {
    const { ended, output } = run('token', '--subject', 'alice', '--group', 'king');

    expect(await ended).toBe(1);
    expect(output.text).toContain('Allowed choices are operator, approver, device');
  });
});

describe('npm run demo', () => {
  it('prints one table with the final state of every example order', async () => {
    const { ended, output } = run('demo');

    expect(await ended).toBe(0);
    const customers = ['John Doe', 'Alice Smith', 'Bob Wilson', 'Dana Fox', 'Grace Kim'];
    for (const customer of customers) expect(output.text).toContain(customer);
    expect(output.text.match(/PROCESSED \d\d:\d\d:\d\d\.\d{3}/g)).toHaveLength(4);
    expect(output.text).toMatch(/Erin Gray.*OUT_OF_STOCK/);
    expect(output.text).toMatch(/Frank Hill.*PAYMENT_DECLINED/);
    expect(output.text.match(/PENDING_APPROVAL \d\d:\d\d/g)).toHaveLength(2);
    expect(output.text.match(/APPROVED \d\d:\d\d/g)).toHaveLength(1);
    expect(output.text.match(/REJECTED \d\d:\d\d/g)).toHaveLength(1);
    expect(
      output.text.match(/Approval of .*: RequestApproval .*, Decided .*: SUCCEEDED/g),
    ).toHaveLength(2);
    const [metrics = ''] = /^Metrics: .*$/m.exec(output.text) ?? [];
    const figures = ['Placed 7', 'Processed 4', 'Approved 1', 'Rejected 1'];
    for (const figure of [...figures, 'Failed OUT_OF_STOCK 1', 'Failed PAYMENT_DECLINED 1']) {
      expect(metrics).toContain(`Orders${figure}`);
    }
    expect(metrics).toMatch(/TimeToProcessed \d+ ms \(99 % within \d+ ms\)/);
  });
});
