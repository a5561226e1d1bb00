import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { printed, run, RUNNING } from '../../test/program.js';

/** How often the platform is stopped under load. Set STORE_STOPS=10 for a thorough run. */
const STOPS = Number(process.env.STORE_STOPS ?? 2);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The program on the folder, and its URL. */
async function serve(...args: string[]) {
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
    '--visibility-timeout',
    '10',
    ...args,
  );
  const [, url = ''] = await printed(program, RUNNING);
  return { ...program, url };
}

/** Places an order, and returns its id; `undefined` without a response. */
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

/** Waits until all orders are PROCESSED or the time is up, and returns the distinct states. */
async function untilProcessed(url: string, orderIds: readonly string[]): Promise<unknown[]> {
  const deadline = Date.now() + 45_000;
  const statuses = new Set<unknown>();
  for (const orderId of orderIds) {
    let status = await statusOf(url, orderId);
    while (status !== 'PROCESSED' && Date.now() < deadline) {
      await delay(20);
      status = await statusOf(url, orderId);
    }
    statuses.add(status);
  }
  return [...statuses];
}

/** Waits until no stock of chips is reserved or the time is up, and returns the stock. */
async function untilNothingReserved(url: string): Promise<Readonly<Record<string, unknown>>> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const level: unknown = await (await fetch(`${url}/local/stock/Chips`)).json();
    if (!isFields(level)) throw new Error('The platform has no stock of chips.');
    if (level.reserved === 0 || Date.now() > deadline) return level;
    await delay(20);
  }
}

/** Reads the ids of all orders, page by page. */
async function listed(url: string): Promise<string[]> {
  const orderIds: string[] = [];
  let cursor = '';
  do {
    const body: unknown = await (await fetch(`${url}/orders?limit=100${cursor}`)).json();
    if (!isFields(body) || !Array.isArray(body.orders)) throw new Error(JSON.stringify(body));
    for (const order of body.orders) orderIds.push(isFields(order) ? String(order.orderId) : '');
    cursor = typeof body.nextCursor === 'string' ? `&cursor=${body.nextCursor}` : '';
  } while (cursor !== '');
  return orderIds;
}

/** Places many orders at once, and kills the program at the nth response. */
async function killAtResponse(nth: number, ...args: string[]): Promise<readonly string[]> {
  const { url, child, ended } = await serve(...args);
  const acknowledged: string[] = [];
  const placing = Array.from({ length: 60 }, async () => {
    const orderId = await place(url);
    if (orderId === undefined) return;
    acknowledged.push(orderId);
    if (acknowledged.length === nth) child.kill('SIGKILL');
  });
  await Promise.all(placing);
  child.kill('SIGKILL'); // in case requests failed, so that the count was never reached
  await ended;
  return acknowledged;
}

describe('the platform on the DynamoDB store', () => {
  it('has every order again after a restart', async () => {
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

  it('finishes every acknowledged order, although it was killed three times under load', async () => {
    const stock = join(folder, '..', `${basename(folder)}-stock.json`);
    await writeFile(stock, '{"Chips":1000}');
    const acknowledged = [...(await killAtResponse(1, '--stock', stock))];
    for (const nth of [25, 50]) acknowledged.push(...(await killAtResponse(nth)));
    await rm(stock);

    const { url, child, ended } = await serve();
    const statuses = await untilProcessed(url, acknowledged);
    const all = await listed(url);
    const ends = await untilProcessed(url, all);
    const { available, reserved, sold } = await untilNothingReserved(url);
    child.kill('SIGTERM');

    expect(acknowledged.length).toBeGreaterThan(0);
    expect(statuses).toEqual(['PROCESSED']);
    expect(all).toEqual(expect.arrayContaining(acknowledged));
    expect(ends).toEqual(['PROCESSED']);
    expect({ available, reserved, sold }).toEqual({
      available: 1_000 - 2 * all.length,
      reserved: 0,
      sold: 2 * all.length,
    });
    expect(await ended).toBe(0);
  });

  it.each<NodeJS.Signals>(['SIGKILL', 'SIGTERM'])(
    `has every acknowledged order, listed once, after ${STOPS} times %s under load`,
    async (signal) => {
      const acknowledged: string[] = [];
      const codes = new Set<number | null>();
      for (let stops = 0; stops < STOPS; stops += 1) {
        const { url, child, ended } = await serve();
        const before = acknowledged.length;
        const clients = Array.from({ length: 8 }, async () => {
          for (;;) {
            const orderId = await place(url);
            if (orderId === undefined) return;
            acknowledged.push(orderId);
            if (acknowledged.length === before + 20 * (stops + 1)) child.kill(signal);
          }
        });
        await Promise.all(clients);
        if (!child.killed) child.kill(signal); // clients stopped before the count was reached
        codes.add(await ended);
      }

      const { url, child, ended } = await serve();
      const all = await listed(url);
      const ends = await untilProcessed(url, all);
      child.kill('SIGTERM');

      expect(new Set(all).size).toBe(all.length);
      expect(all).toEqual(expect.arrayContaining(acknowledged));
      expect(ends).toEqual(['PROCESSED']);
      expect([...codes]).toEqual([signal === 'SIGTERM' ? 0 : null]);
      expect(await ended).toBe(0);
    },
    600_000,
  );

  it('reports that another platform uses the folder', async () => {
    const first = await serve();

    const second = run('start', '--port', '0', '--store', 'dynamodb', '--data', folder);

    expect(await second.ended).toBe(1);
    expect(second.output.text).toContain('another platform is using that folder');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('reports that the folder cannot be created', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');

    const { ended, output } = run('start', '--port', '0', '--store', 'dynamodb', '--data', file);

    expect(await ended).toBe(1);
    expect(output.text).toContain('Could not create the folder');
  });

  it('reports a full disk, not a folder in use', async () => {
    await symlink('/dev/full', join(folder, 'MANIFEST-000001'));

    const { ended, output } = run('start', '--port', '0', '--store', 'dynamodb', '--data', folder);

    expect(await ended).toBe(1);
    expect(output.text).toContain('the disk is full');
    expect(output.text).not.toContain('another platform');
  });

  it.each(['CURRENT', 'messages/CURRENT'])('reports damaged files: %s', async (name) => {
    const first = await serve();
    first.child.kill('SIGTERM');
    await first.ended;
    await writeFile(join(folder, name), 'nonsense');

    const { ended, output } = run('start', '--port', '0', '--store', 'dynamodb', '--data', folder);

    expect(await ended).toBe(1);
    expect(output.text).toContain('their files are damaged');
    expect(output.text).not.toContain('another platform');
  });
});
