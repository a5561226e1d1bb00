import { openConsole, startBrowser } from '@snacks/console/testing';
import Table from 'cli-table3';

import { timeOpening, watchFrames } from './browser/frames.js';
import { memoryOf } from './browser/memory.js';
import { load } from './servers/load.js';
import { REQUEST } from './setup/order-events.js';
import { ServerProcess } from './servers/server-process.js';
import { isQuick } from './setup/quick.js';

/**
 * The benchmark opens the console on a platform that has many orders, lets more arrive, and counts the
 * frames that the browser drops.
 */
const quick = isQuick('bench:console');
const STORED = quick ? 500 : 100_000;
const RATES = quick ? [50] : [0, 100, 500];
const SECONDS = quick ? 1 : 20;
const VIEWS = ['live', 'orders', 'charts', 'logs'];

/** The program that `npm start` runs. */
const PLATFORM = new URL('./cli/main.js', import.meta.resolve('@snacks/local'));

const table = new Table({
  head: ['view', 'orders/s', 'frames/s', 'dropped', 'longest ms', 'MB heap', 'MB process'],
  colAligns: ['left', ...Array.from({ length: 6 }, () => 'right' as const)],
  style: { head: [], border: [] },
});
const place = {
  method: 'POST',
  body: JSON.stringify(REQUEST),
  connections: 20,
} as const;

const platform = await ServerProcess.start(PLATFORM, 'start', '--port', '0');
const browser = await startBrowser();
try {
  const { url } = platform;
  await load({ ...place, url: `${url}/orders`, requests: STORED });

  const first = await openConsole(browser, { url });
  const opening = await timeOpening(first.page);
  await first.close();

  for (const view of VIEWS) {
    for (const rate of RATES) {
      const { page, close } = await openConsole(browser, { url, hash: `#/${view}` });
      await page.waitForSelector('.connection-live');
      const arriving =
        rate === 0 ? undefined : load({ ...place, url: `${url}/orders`, rate, seconds: SECONDS });
      const frames = await watchFrames(page, SECONDS);
      const memory = await memoryOf(browser, page);
      const arrived = await arriving;
      await close();
      table.push([
        view,
        arrived?.requestsPerSecond ?? 0,
        frames.perSecond.toFixed(0),
        `${frames.droppedPercent.toFixed(1)} %`,
        frames.longest.toFixed(0),
        memory.heap,
        memory.processes ?? '',
      ]);
    }
  }
  process.stdout.write(
    `${STORED} orders in the store, ${SECONDS} s each. On an empty cache: first paint after ` +
      `${opening.firstPaint.toFixed(0)} ms, live data after ${opening.liveData.toFixed(0)} ms.\n` +
      `${table.toString()}\n`,
  );
} finally {
  await browser.close();
  await platform.stop();
}
