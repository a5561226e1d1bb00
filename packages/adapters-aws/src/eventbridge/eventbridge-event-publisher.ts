import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { EventPublisher, PlatformEvent, PublishFailure } from '@snacks/domain';
import {
  isFinal,
  mayStillBeTaken,
  PublishingRound,
  toOpenEvent,
  UNSENT,
} from './publishing-round.js';

/** Which bus, and how hard to try. All times are in milliseconds. */
export interface EventBridgeEventPublisherOptions {
  readonly busName: string;
  /** Sends of one event at most. @default 5 */
  readonly attempts?: number;
  /** No request begins later than this after the call began. @default 10,000 */
  readonly timeBudget?: number;
  /** The longest pause before the second attempt; it doubles with each further one. @default 100 */
  readonly firstPause?: number;
  /** The longest pause of all. @default 2,000 */
  readonly maxPause?: number;
  /** Waits. @default by a timer */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** A number from 0 to below 1. @default Math.random */
  readonly random?: () => number;
  /** Milliseconds on a clock that never runs back. @default performance.now */
  readonly now?: () => number;
}

/**
 * Hands events to an EventBridge bus, at most 10 and 1 MB a request.
 *
 * - Sends again only what the bus refused, after a pause that doubles and is drawn at random ("full
 *   jitter"), a bounded number of times and within a time budget. What was taken is not sent again,
 *   unless the response was lost.
 * - Never lets a later event of an order overtake: a request holds at most one event of an order,
 *   and while one is not taken, those behind it are held back; but none is held back behind one that
 *   the bus refuses for good.
 * - A bus that is out of reach, overloaded or broken counts as not having taken the events of the
 *   request. Any other error of the client, such as a bus that does not exist, is thrown as it is.
 * - A call ends within the time budget and the duration of one request.
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
    let open = events.map((event, place) => toOpenEvent(event, busName, place));
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
