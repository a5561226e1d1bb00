import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach } from '@jest/globals';
import type { FunctionName } from '@snacks/handlers';

import type { PlatformOptions } from '../src/platform/platform-options.js';
import type { ServerOptions } from '../src/http/server.js';
import { awsShell } from './aws-command-line.js';
import { awsPlatform } from './aws-platform.js';
import { DEFINITIONS } from './runbook.js';

/** The error of every call to a broken port. */
export class OutOfReachError extends Error {
  readonly code = 'OUT_OF_REACH';
  override readonly name = 'OutOfReachError';
}

/** The log record of that error. */
export const CAUSE = /"code":"OUT_OF_REACH"/;

/** Wraps a port. Its methods fail while `broken` contains the port or the method. */
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
 * Starts a platform with ports that a test can break, and a shell for the runbook's commands. The
 * caller closes it.
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
   * Repeats a script until its output matches all patterns, as an operator would. Returns the patterns
   * without a match after 20 seconds, with the output.
   *
   * @param words the values of the script's placeholders.
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
    /** The ports and methods that fail, such as `orders` or `orders.save`. */
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

/** Starts breakable platforms, and closes those of a test after it, the last one first. */
export function breakablePlatforms(): typeof breakablePlatform {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  return async (...options) => {
    const platform = await breakablePlatform(...options);
    closing.push(platform.close);
    return platform;
  };
}
