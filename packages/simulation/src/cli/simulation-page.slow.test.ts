import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import {
  accessibilityViolations,
  describeInBrowser,
  openConsole,
  startBrowser,
} from '@snacks/console/testing';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const describeStories = describeInBrowser(describe);

/** Starts the program with the page of a run. */
async function simulateAndOpen(...args: string[]) {
  const child = spawn('node', [MAIN, '--workers', '2', '--open', ...args]);
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    return {
      url,
      stop: async () => {
        child.kill('SIGINT');
        await once(child, 'exit');
      },
    };
  }
  throw new Error('The program has printed no URL.');
}

describeStories('npm run simulate -- --open', () => {
  it('shows the shortest failing run of a bug, step by step, with each fault', async () => {
    const program = await simulateAndOpen('--seeds', '300', '--mutant', 'dead letters are dropped');
    const browser = await startBrowser();
    try {
      const { page, press, close } = await openConsole(browser, { url: program.url });
      await page.waitForSelector('h1:has-text("dead letters are dropped")');
      await page.click('text=Next fault');
      await page.waitForSelector('.node-failed');
      await press('ArrowRight', 'ArrowLeft');
      await page.waitForSelector('.step-failed [aria-current]');

      expect(page.url()).toMatch(/step=\d+/);
      expect(await accessibilityViolations(page)).toEqual([]);
      await close();
    } finally {
      await browser.close();
      await program.stop();
    }
  });
});
