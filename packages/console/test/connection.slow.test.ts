import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { describeInBrowser, openConsole, startBrowser } from '../src/testing/index.js';
import { samplePlatform } from './sample-platform.js';

const describeStories = describeInBrowser(describe);

type Sample = Awaited<ReturnType<typeof samplePlatform>>;

describeStories('the connection to the platform', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  let platform: Sample;

  beforeEach(async () => {
    platform = await samplePlatform();
  });

  afterEach(async () => {
    await platform.stop();
  });

  it('is shown as lost, and comes back by itself', async () => {
    const { page, errors, close } = await openConsole(browser, { url: platform.url });
    await page.waitForSelector('.connection-live');

    platform.disconnect();

    await page.waitForSelector('text=Connection lost.');
    await page.waitForSelector('.connection-live');
    expect(await page.locator('text=Connection lost.').count()).toBe(0);
    errors.splice(0); // the browser reports the lost connection, too
    await close();
  });

  it('continues after the last event that the page got', async () => {
    const { page, errors, close } = await openConsole(browser, { url: platform.url });
    await page.waitForSelector('.connection-live');
    platform.send({ 'detail-type': 'Order Created', time: '2026-01-01T00:00:00.000Z', detail: {} });
    await page.waitForSelector('.feed li');

    platform.disconnect();
    await page.waitForSelector('.connection-lost');
    await page.waitForSelector('.connection-live');

    expect(platform.lastEventIds).toEqual([undefined, 'sample-1']);
    errors.splice(0); // the browser reports the lost connection, too
    await close();
  });

  it('moves a dot for each new order, and none for a reader who asked for little motion', async () => {
    const moving = await openConsole(browser, { url: platform.url });
    const still = await openConsole(browser, { url: platform.url, reducedMotion: true });
    for (const { page } of [moving, still]) await page.waitForSelector('.connection-live');

    platform.send({
      'detail-type': 'Order Created',
      time: new Date().toISOString(),
      detail: { orderId: 'a', status: 'NEW', customerName: 'Alice' },
    });

    await moving.page.waitForSelector('.dot');
    await still.page.waitForSelector('.feed li');
    expect(await still.page.locator('.dot').count()).toBe(0);
    await moving.close();
    await still.close();
  });
});
