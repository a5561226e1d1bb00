import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { PlatformEvent } from '@snacks/domain/events';
import type { EventPublisher, PublishFailure } from '@snacks/domain/ports';
import {
  isFinal,
  mayStillBeTaken,
  PublishingRound,
  toOpenEvent,
  UNSENT,
} from './publishing-round.js';

/** The bus and the limits of retries. All times are in milliseconds. */
export interface EventBridgeEventPublisherOptions {
  readonly busName: string;
  /** The maximum number of sends of one event. @default 5 */
  readonly attempts?: number;
  /** No request starts later than this after the start of the call. @default 10,000 */
  readonly timeBudget?: number;
  /** The maximum pause before the second attempt. It doubles with each further one. @default 100 */
  readonly firstPause?: number;
  /** The limit of the doubled pauses. @default 2,000 */
  readonly maxPause?: number;
  /** @default a timer */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Returns a number from 0 to below 1. @default Math.random */
  readonly random?: () => number;
  /** A monotonic clock in milliseconds. @default performance.now */
  readonly now?: () => number;
}

/**
 * Publishes events to an EventBridge bus, at most 10 and 1 MB in one request, and ten requests at once.
 *
 * - It retries only refused events, with exponential backoff and full jitter, within a number of
 *   attempts and a time budget. A taken event is sent again only if the response was lost.
 * - It keeps the events of an order in order: a request has at most one event of an order, and later
 *   ones are held back until it is taken or its refusal is final.
 * - If the bus is unreachable, throttles or fails, the events of the request count as not taken. Any
 *   other error of the client, such as for a bus that does not exist, is thrown.
 * - A call takes at most the time budget and the duration of one request.
 */
export class EventBridgeEventPublisher implements EventPublisher {
  private readonly options: Required<EventBridgeEventPublisherOptions>;

  constructor(
    private readonly client: EventBridgeClient,
    options: EventBridgeEventPublisherOptions,
  ) {
    this.options = {
      attempts: 5,
      timeBudget: 10_000,
      firstPause: 100,
      maxPause: 2_000,
      sleep,
      random: Math.random,
      now: () => performance.now(),
      ...options,
    };
  }

  async publish(events: readonly PlatformEvent[]): Promise<readonly PublishFailure[]> {
    const { attempts, timeBudget, busName, now } = this.options;
    const deadline = now() + timeBudget;
    let open = events.map((event, index) => toOpenEvent(event, busName, index));
    for (let attempt = 1; ; attempt += 1) {
      open = await new PublishingRound(this.client, now, deadline).send(open);
      if (attempt >= attempts || !open.some(mayStillBeTaken)) break;
      const pause = this.pauseAfter(attempt);
      if (now() + pause >= deadline) break;
      await this.options.sleep(pause);
    }
    return open.map(({ eventId, code = UNSENT.outOfTime }) => ({
      eventId,
      code,
      final: isFinal({ code }),
    }));
  }

  private pauseAfter(attempt: number): number {
    const { firstPause, maxPause, random } = this.options;
    return random() * Math.min(maxPause, firstPause * 2 ** (attempt - 1));
  }
}

async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
