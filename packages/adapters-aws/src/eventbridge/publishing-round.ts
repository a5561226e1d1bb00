import {
  PutEventsCommand,
  type EventBridgeClient,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { PlatformEvent } from '@snacks/domain/events';
import { MAX_ENTRIES, MAX_REQUEST_BYTES, toEntry, type EventEntry } from './event-entry.js';
import { transientCode } from '../client/transient-failure.js';

/** The codes of events that were not sent. Other codes come from the bus or the network. */
export const UNSENT = {
  /** The event alone exceeds the size limit of a request. */
  tooLarge: 'ENTRY_TOO_LARGE',
  /** An earlier event of the same order was not taken. */
  heldBack: 'HELD_BACK',
  /** The time budget is used up. */
  outOfTime: 'OUT_OF_TIME',
} as const;

/** The codes of final refusals, which are caused by the event itself. */
const FINAL = new Set<string>([
  'InvalidArgument',
  'MalformedDetail',
  'NotAuthorizedForDetailTypeException', // events of other types may still be taken
  'RedactionFailure',
  UNSENT.tooLarge,
]);

/**
 * The codes of missing permissions. They concern all events alike, because all have one source, and
 * end when the permission is fixed.
 */
const DENIED = new Set<string>([
  'AccessDeniedException',
  'InvalidAccountIdException',
  'NotAuthorizedForSourceException',
]);

/** An event that the bus has not taken yet. */
export interface OpenEvent extends EventEntry {
  /** The index among the events of the call. */
  readonly index: number;
  /** The error code of the last attempt. */
  readonly code?: string | undefined;
}

/** Returns an event before its first attempt. */
export function toOpenEvent(event: PlatformEvent, busName: string, index: number): OpenEvent {
  const entry = toEntry(event, busName);
  const tooLarge = entry.bytes > MAX_REQUEST_BYTES;
  return { ...entry, index, ...(tooLarge && { code: UNSENT.tooLarge }) };
}

/** Returns whether the bus refuses the event itself, so that a retry cannot succeed. */
export function isFinal({ code }: Pick<OpenEvent, 'code'>): boolean {
  return code !== undefined && FINAL.has(code);
}

function isDenied({ code }: OpenEvent): boolean {
  return code !== undefined && DENIED.has(code);
}

/**
 * Returns whether a retry within this call can succeed. An event that is held back does not count: it
 * waits for another open event, which is checked itself.
 */
export function mayStillBeTaken(event: OpenEvent): boolean {
  return event.code !== UNSENT.heldBack && !isFinal(event) && !isDenied(event);
}

/** The number of requests that a round makes at once. */
const CONCURRENT_REQUESTS = 10;

/**
 * One attempt to send all events that the bus has not taken yet. Requests with different orders are made
 * at once; an event of an order waits until the request with its earlier one has ended.
 */
export class PublishingRound {
  private readonly left: OpenEvent[] = [];
  private readonly heldBack = new Set<string>();
  /** The requests that are made next, at once. An order is in at most one of them. */
  private batches: OpenEvent[][] = [];
  /** The orders in them. */
  private readonly subjects = new Set<string>();
  /** The code with which the round stopped; no more requests are made. */
  private stopped: string | undefined;

  constructor(
    private readonly client: EventBridgeClient,
    private readonly now: () => number,
    /** No request starts at this time or later. */
    private readonly deadline: number,
  ) {}

  /** Sends the events. Returns those that were not taken, in the given order. */
  async send(events: readonly OpenEvent[]): Promise<OpenEvent[]> {
    for (const event of events) {
      if (isFinal(event) || isDenied(event)) {
        this.leave(event, event.code);
        continue;
      }
      if (this.subjects.has(event.subject)) await this.sendBatches();
      if (this.heldBack.has(event.subject)) this.leave(event, UNSENT.heldBack);
      else await this.add(event);
    }
    await this.sendBatches();
    return this.left.sort((a, b) => a.index - b.index);
  }

  private async add(event: OpenEvent): Promise<void> {
    const batch = this.batches.at(-1);
    if (batch !== undefined && fits(event, batch)) batch.push(event);
    else {
      if (this.batches.length === CONCURRENT_REQUESTS) await this.sendBatches();
      this.batches.push([event]);
    }
    this.subjects.add(event.subject);
  }

  private leave(event: OpenEvent, code: string | undefined): void {
    this.left.push({ ...event, ...(code !== undefined && { code }) });
    // Later events need not wait for an event that is never taken.
    if (!isFinal({ code })) this.heldBack.add(event.subject);
  }

  private async sendBatches(): Promise<void> {
    const { batches } = this;
    this.batches = [];
    this.subjects.clear();
    await Promise.all(batches.map(async (batch) => this.sendBatch(batch)));
  }

  private async sendBatch(batch: readonly OpenEvent[]): Promise<void> {
    if (this.now() >= this.deadline) this.stopped ??= UNSENT.outOfTime;
    const results = this.stopped ?? (await this.put(batch));
    for (const [index, event] of batch.entries()) {
      const code = typeof results === 'string' ? results : refusal(results[index]);
      if (code !== undefined) this.leave(event, code);
    }
  }

  /**
   * Returns the bus's result for each event. If there is no response, returns the code of the failure and
   * stops the round.
   */
  private async put(
    batch: readonly OpenEvent[],
  ): Promise<readonly PutEventsResultEntry[] | string> {
    try {
      const { FailedEntryCount, Entries = [] } = await this.client.send(
        new PutEventsCommand({ Entries: batch.map(({ entry }) => entry) }),
      );
      return FailedEntryCount === 0 ? batch.map(() => TAKEN) : Entries;
    } catch (error) {
      const code = transientCode(error);
      if (code === undefined) throw error;
      this.stopped = code;
      return code;
    }
  }
}

/** Whether an event fits into the request with these events. */
function fits({ bytes }: OpenEvent, batch: readonly OpenEvent[]): boolean {
  return (
    batch.length < MAX_ENTRIES &&
    batch.reduce((sum, other) => sum + other.bytes, bytes) <= MAX_REQUEST_BYTES
  );
}

const TAKEN: PutEventsResultEntry = { EventId: 'taken' };

/** Returns the code of a refused entry. An entry was taken only if the bus gave it an id. */
function refusal(response: PutEventsResultEntry | undefined): string | undefined {
  return response?.EventId === undefined ? (response?.ErrorCode ?? 'UnknownError') : undefined;
}
