import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import { build } from 'esbuild';

import { servedPlatform } from '../../test/served-platform.js';

const MAIN = fileURLToPath(
  new URL('../../../../examples/consumers/lambda/src/local.ts', import.meta.url),
);

let folder: string;
let served: Awaited<ReturnType<typeof servedPlatform>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  served = await servedPlatform();
});

afterEach(async () => {
  await served.stop(5_000);
  await rm(folder, { recursive: true });
});

/** Runs the example's `npm run local` on the platform, and collects its lines. */
async function runExample() {
  const program = join(folder, 'local.mjs');
  await build({
    entryPoints: [MAIN],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import{createRequire as createRequireOf}from'node:module';const require=createRequireOf(import.meta.url);",
    },
  });
  const child = spawn(process.execPath, [program, served.url]);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk;
    });
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  /** Waits for a log line with a message, and returns its fields. */
  const logged = async (message: string): Promise<unknown> => {
    for (;;) {
      const line = output.text.split('\n').find((one) => one.includes(`"message":"${message}"`));
      if (line !== undefined) return JSON.parse(line);
      const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
      if (more === undefined) throw new Error(`The program ended with this output: ${output.text}`);
    }
  };
  return { child, output, ended, logged };
}

describe('the example of a deployed consumer', () => {
  it('archives the receipt of an order that is placed by HTTP, and removes its rule at a signal', async () => {
    const example = await runExample();
    await example.logged('waiting for processed orders');
    const withExample = served.platform.bus.ruleNames;

    const { body } = await served.post('/orders', anOrderRequest());
    const archived = await example.logged('receipt archived');
    example.child.kill('SIGTERM');

    expect(await example.ended).toBe(0);
    expect(isFields(archived) && archived.orderId).toBe(body.orderId);
    expect(example.output.text).not.toContain('John Doe');
    expect(withExample).toContain('receipt-archive');
    expect(served.platform.bus.ruleNames).not.toContain('receipt-archive');
  });
});
