import { setImmediate as turn } from 'node:timers/promises';
import { ManualClock, SeededIdGenerator } from '@snacks/adapters-memory';
import { isFields } from '@snacks/domain';
import type { EventPublisher } from '@snacks/domain/ports';
import { anOrderRequest, BUILT_AT } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import { Platform } from '../src/platform/platform.js';
import type { PlatformOptions } from '../src/platform/platform-options.js';

interface ManualPlatformOptions extends Partial<PlatformOptions> {
  /** Wraps the bus that the functions use. Tests inject faults here. */
  readonly wrapPublisher?: (bus: EventPublisher) => EventPublisher;
}

/** Creates a platform with a clock that only the test advances. */
export function manualPlatform({
  wrapPublisher = (bus) => bus,
  ...options
}: ManualPlatformOptions = {}) {
  const clock = new ManualClock(BUILT_AT);
  const platform = new Platform({
    timers: clock,
    ids: new SeededIdGenerator(1),
    loggerOf: (service) => new PinoLogger({ service, level: 'silent' }),
    wrapAdapters: (adapters) => ({
      ...adapters,
      publisher: () => wrapPublisher(adapters.publisher()),
    }),
    ...options,
  });

  /** Advances time, a millisecond at a time, until nothing is under way. */
  async function waitUntilIdle(): Promise<void> {
    for (let step = 0; step < 10_000; step += 1) {
      await turn();
      clock.advanceBy(1);
      await turn();
      if (platform.idle) return;
    }
    throw new Error('The platform does not become idle.');
  }

  /** Advances time, and runs all timers on the way. */
  async function elapse(milliseconds: number): Promise<void> {
    const end = clock.now() + milliseconds;
    for (let next = clock.nextAt(); next !== undefined && next <= end; next = clock.nextAt()) {
      clock.advanceTo(next);
      await turn();
    }
    clock.advanceTo(end);
    await turn();
  }

  /** Advances time, runs all timers on the way, then waits until nothing is under way. */
  async function pass(milliseconds: number): Promise<void> {
    await elapse(milliseconds);
    await waitUntilIdle();
  }

  return { clock, platform, waitUntilIdle, elapse, pass };
}

/** Places an order by direct invocation, and returns its id. */
export async function place(platform: Platform, changes: object = {}): Promise<string> {
  const outcome = await platform
    .function('order-creator')
    .invoke({ ...anOrderRequest(), ...changes });
  const result = outcome.ok ? outcome.result : undefined;
  const body: unknown = isFields(result) ? JSON.parse(String(result.body)) : undefined;
  if (!isFields(body) || typeof body.orderId !== 'string')
    throw new Error('The order was not placed.');
  return body.orderId;
}

/** Returns the types and versions of an order's events on the bus, in sequence. */
export function eventsOf(platform: Platform, orderId: string): string[] {
  return platform.recentEvents.items.flatMap(({ 'detail-type': type, detail }) =>
    isFields(detail) && detail.orderId === orderId && isFields(detail.metadata)
      ? [`${type} ${String(detail.metadata.eventId).slice(orderId.length + 1)}`]
      : [],
  );
}

/** The events of an order that was placed and processed. */
export const WHOLE_LIFE = ['Order Created 1:0', 'Order Processed 3:0'];

/** Advances time until a promise is settled, and returns it. */
export async function throughTime<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  const progress = { done: false };
  void promise.finally(() => {
    progress.done = true;
  });
  while (!progress.done) {
    await turn();
    clock.advanceBy(5);
  }
  return promise;
}
