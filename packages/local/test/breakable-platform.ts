import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FunctionName } from '@snacks/handlers';

import type { PlatformOptions } from '../src/platform/platform-options.js';
import type { ServerOptions } from '../src/http/server.js';
import { awsShell } from './aws-command-line.js';
import { awsPlatform } from './aws-platform.js';
import { DEFINITIONS } from './runbook.js';

/** What everything that is broken fails with. */
export class OutOfReachError extends Error {
  readonly code = 'OUT_OF_REACH';
  override readonly name = 'OutOfReachError';
}

/** Something whose named methods fail while they are among the broken ones. */
function breakable<T extends object>(port: string, target: T, broken: ReadonlySet<string>): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown =>
        broken.has(port) || broken.has(`${port}.${String(key)}`)
          ? Promise.reject(new OutOfReachError('no response'))
          : Reflect.apply(value, object, args);
    },
  });
}

const EVERYTHING = ['orders', 'publisher', 'notifications', 'approvalWorkflow', 'eventRecords'];

/**
 * A platform that breaks as the test says, and a shell that the runbook's commands are typed into.
 * Whoever opens it closes it.
 */
export async function breakablePlatform(options: Partial<ServerOptions> = {}, dataFolder?: string) {
  const broken = new Set<string>();
  const time = { ahead: 0 };
  const wrapAdapters: PlatformOptions['wrapAdapters'] = (adapters) => ({
    ...adapters,
    clock: () => ({ now: () => adapters.clock().now() + time.ahead }),
    orders: () => breakable('orders', adapters.orders(), broken),
    publisher: () => breakable('publisher', adapters.publisher(), broken),
    inventory: () => breakable('inventory', adapters.inventory(), broken),
    notifications: () => breakable('notifications', adapters.notifications(), broken),
    approvalWorkflow: () => breakable('approvalWorkflow', adapters.approvalWorkflow(), broken),
    eventRecords: () => breakable('eventRecords', adapters.eventRecords(), broken),
  });
  const aws = await awsPlatform(dataFolder, {
    wrapAdapters,
    adjustQueue: (settings) => ({ ...settings, visibilityTimeoutSeconds: 0.02 }),
    ...options,
  });
  const folder = await mkdtemp(join(tmpdir(), 'runbook-'));
  const shell = await awsShell(aws, folder);

  /**
   * Types commands again and again until they show what is expected, as whoever looks for it would.
   * Returns what is missing in the end, and in what.
   */
  async function missing(
    script: string,
    words: Readonly<Record<string, string>>,
    ...expected: readonly RegExp[]
  ): Promise<readonly string[]> {
    const filled = Object.entries(words).reduce(
      (text, [word, value]) => text.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), value),
      `${DEFINITIONS}\n${script}`,
    );
    const deadline = Date.now() + 20_000;
    for (;;) {
      const output = await shell.run(filled);
      const absent = expected.filter((pattern) => !pattern.test(output));
      if (absent.length === 0 || Date.now() > deadline) {
        return absent.map((pattern) => `${pattern.source} in ${output}`);
      }
      await delay(20);
    }
  }

  const invoke = (name: FunctionName, event: unknown) =>
    void aws.platform.asyncInvocations.invoke(aws.platform.function(name), event);
  return {
    ...aws,
    /** The ports, and methods of them such as `orders.save`, that fail. */
    broken,
    /** How far the functions' clock is ahead, in milliseconds. */
    time,
    shell,
    missing,
    invoke,
    breakEverything: () => {
      for (const port of EVERYTHING) broken.add(port);
    },
    close: async () => {
      shell.close();
      await aws.stop(100);
      await rm(folder, { recursive: true });
    },
  };
}
