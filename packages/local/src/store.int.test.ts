import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { printed, run, SERVED } from '../test/program.js';

// Each test starts processes, which is slow on a machine that is busy.
jest.setTimeout(60_000);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The program on the folder, and its URL. */
async function serve() {
  const program = run(
    'start',
    '--port',
    '0',
    '--log-level',
    'silent',
    '--store',
    'dynamodb',
    '--data',
    folder,
  );
  const [, url = ''] = await printed(program, SERVED);
  return { ...program, url };
}

/** Places an order, and answers its id; `undefined` where no answer came. */
async function place(url: string): Promise<string | undefined> {
  const response = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(anOrderRequest()),
  }).catch(() => undefined);
  if (response?.status !== 201) return undefined;
  return response.headers.get('location')?.slice('/orders/'.length);
}

async function statusOf(url: string, orderId: string): Promise<unknown> {
  const body: unknown = await (await fetch(`${url}/orders/${orderId}`)).json();
  return isFields(body) ? body.status : undefined;
}

async function untilProcessed(url: string, orderIds: readonly string[]): Promise<unknown[]> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const statuses = await Promise.all(orderIds.map(async (orderId) => statusOf(url, orderId)));
    if (statuses.every((status) => status === 'PROCESSED') || Date.now() > deadline) {
      return [...new Set(statuses)];
    }
    await delay(20);
  }
}

/** The ids of all orders that a listing meets. */
async function listedIn(url: string): Promise<string[]> {
  const body: unknown = await (await fetch(`${url}/orders?limit=100`)).json();
  const orders: unknown[] = isFields(body) && Array.isArray(body.orders) ? body.orders : [];
  return orders.map((order) => (isFields(order) ? String(order.orderId) : ''));
}

const DIE_AMID_WRITE = fileURLToPath(new URL('../test/die-amid-write.mjs', import.meta.url));

/** A process that is killed at one step of a write. Answers the order that it had placed before. */
async function dieAmidWrite(command: string, key: string): Promise<string> {
  const child = spawn(process.execPath, [DIE_AMID_WRITE, folder, command, key]);
  const [printedId] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect(child.signalCode).toBe('SIGKILL');
  return printedId;
}

describe('the platform on the DynamoDB store', () => {
  it('has every order again after it was stopped and started', async () => {
    const first = await serve();
    const orderIds = await Promise.all(Array.from({ length: 10 }, async () => place(first.url)));
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const second = await serve();
    const known = orderIds.flatMap((orderId) => orderId ?? []);
    const statuses = await Promise.all(known.map(async (orderId) => statusOf(second.url, orderId)));
    second.child.kill('SIGTERM');

    expect(known).toHaveLength(10);
    expect(new Set(statuses)).toEqual(new Set(['PROCESSED']));
    expect(await second.ended).toBe(0);
  });

  it('finishes every acknowledged order after it was killed in the middle of many', async () => {
    const first = await serve();
    const placing = Array.from({ length: 60 }, async () => place(first.url));
    await Promise.race(placing);
    first.child.kill('SIGKILL');
    const acknowledged = (await Promise.all(placing)).flatMap((orderId) => orderId ?? []);
    await first.ended;

    const second = await serve();
    const statuses = await untilProcessed(second.url, acknowledged);
    second.child.kill('SIGTERM');

    expect(acknowledged.length).toBeGreaterThan(0);
    expect(statuses).toEqual(['PROCESSED']);
    expect(await second.ended).toBe(0);
  });

  it.each([
    ['of a new order, before the order itself is there', 'place', 'item-Orders~'],
    ['of a claim, when no listing has the order', 'claim', 'index-global~Orders~by-status~'],
    ['of a claim, when the listings are ahead of the order', 'claim', 'item-Orders~'],
  ])('brings order into a folder whose process was killed amid the write %s', async (...how) => {
    const [, command, key] = how;
    const placedBefore = await dieAmidWrite(command, key);

    const { url, child, ended } = await serve();
    const statuses = await untilProcessed(url, [placedBefore]);

    expect(statuses).toEqual(['PROCESSED']);
    const listed = await listedIn(url);
    expect(listed).toContain(placedBefore);
    expect(await untilProcessed(url, listed)).toEqual(['PROCESSED']);
    expect(await listedIn(url)).toEqual(listed);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('says so where another platform has the folder', async () => {
    const first = await serve();

    const second = run('start', '--port', '0', '--store', 'dynamodb', '--data', folder);

    expect(await second.ended).toBe(1);
    expect(second.output.text).toContain('is another platform running on that folder?');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('says so where the folder cannot be one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');

    const { ended, output } = run('start', '--port', '0', '--store', 'dynamodb', '--data', file);

    expect(await ended).toBe(1);
    expect(output.text).toContain('cannot be made a folder for the orders');
  });
});
