import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeInBrowser,
  openConsole,
  startBrowser,
  type OpenedConsole,
} from '@snacks/console/testing';

import { carryOutSteps, stepsOf } from '../../test/page-steps.js';
import { printed, run, RUNNING } from '../../test/program.js';
import { commandsOf, sectionOf } from '../../test/runbook.js';

const CHAPTER = 'Break it, find it, fix it';
const INCIDENTS = sectionOf(CHAPTER)
  .split(/^### /m)
  .slice(1)
  .map((text) => ({ title: text.slice(0, text.indexOf('\n')), text }));

/** The options of the chapter's command, with the folder of this test. */
function optionsIn(folder: string): readonly string[] {
  const [command] = commandsOf(sectionOf(CHAPTER));
  const [, options = ''] = /^npm start -- (.+)$/m.exec(command?.script ?? '') ?? [];
  if (!options.includes('.data')) throw new Error('The chapter starts no platform with a folder.');
  return options.replace('.data', folder).split(' ');
}

const describeIncidents = describeInBrowser(describe);

describeIncidents('the incidents that the runbook rehearses', () => {
  let folder: string;
  let program: ReturnType<typeof run>;
  let port = '0';
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let opened: OpenedConsole;

  async function start(): Promise<string> {
    program = run('start', '--port', port, ...optionsIn(folder));
    const [, url = ''] = await printed(program, RUNNING);
    ({ port } = new URL(url)); // a page that is open stays open over a restart
    return url;
  }

  async function stop(): Promise<void> {
    program.child.kill('SIGINT');
    await program.ended;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snacks-'));
    const url = await start();
    browser = await startBrowser();
    opened = await openConsole(browser, { url });
    opened.page.setDefaultTimeout(30_000);
  });

  afterAll(async () => {
    await browser.close();
    await stop();
    await rm(folder, { recursive: true });
  });

  it.each(INCIDENTS)('$title: the page does what the steps say', async ({ text }) => {
    const parts = text.split(/^(?=1\. )/m).slice(1); // each list of steps begins with its number 1

    const clicks: number[] = [];
    for (const part of parts) {
      clicks.push(
        await carryOutSteps(opened.page, stepsOf(part), {
          restart: async () => {
            await stop();
            await start();
          },
        }),
      );
    }

    const [, promised = clicks.at(-1)] = /takes (\d+) clicks/.exec(text) ?? [];
    expect(clicks.at(-1)).toBe(Number(promised));
    // What the browser reports of requests while there was no server is no error of the page.
    expect(opened.errors.filter((error) => !/net::|Failed to load/.test(error))).toEqual([]);
  });
});
