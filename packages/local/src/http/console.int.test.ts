import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PAGE_FOLDER } from '@snacks/console';

import { servedPlatform } from '../../test/served-platform.js';

/** Kilobytes, of all files of the page together. */
const BUDGET = 80;

let served: Awaited<ReturnType<typeof servedPlatform>>;

beforeAll(async () => {
  served = await servedPlatform();
});

afterAll(async () => {
  await served.stop(5_000);
});

describe('the console, as it is served', () => {
  it('is the first page of the platform, with a policy that allows no inline script or style', async () => {
    const response = await fetch(served.url);

    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]+src=)|style=|<style|https?:/);
  });

  it('loads files that are named by their content, and keeps them', async () => {
    const html = await (await fetch(served.url)).text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, name]) => name);

    expect(files).toHaveLength(2);
    for (const name of files) {
      const { status, headers } = await fetch(`${served.url}/${name}`);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toContain('immutable');
    }
  });

  it('sends the page only once to a browser that has it', async () => {
    const etag = (await fetch(served.url)).headers.get('etag') ?? '';

    const again = await fetch(served.url, { headers: { 'if-none-match': etag } });

    expect(again.status).toBe(304);
  });

  it('says where it runs, and that the orders are forgotten', async () => {
    const { body } = await served.request('/config.json');

    expect(body).toMatchObject({
      place: 'laptop',
      storage: 'in memory until it stops',
      auth: false,
    });
  });

  it(`has at most ${BUDGET} KB, compressed`, () => {
    const bytes = readdirSync(PAGE_FOLDER)
      .map((name) => gzipSync(readFileSync(new URL(name, PAGE_FOLDER))).length)
      .reduce((sum, length) => sum + length, 0);

    expect(bytes).toBeLessThan(BUDGET * 1_024);
  });
});
