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

/** One attempt to send all events that the bus has not taken yet. */
export class PublishingRound {
  private readonly left: OpenEvent[] = [];
  private readonly heldBack = new Set<string>();
  private batch: OpenEvent[] = [];
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
      if (!this.fits(event)) await this.sendBatch();
      if (this.heldBack.has(event.subject)) this.leave(event, UNSENT.heldBack);
      else this.batch.push(event);
    }
    await this.sendBatch();
    return this.left.sort((a, b) => a.index - b.index);
  }

  private fits(event: OpenEvent): boolean {
    const bytes = this.batch.reduce((sum, other) => sum + other.bytes, event.bytes);
    return (
      this.batch.length < MAX_ENTRIES &&
      bytes <= MAX_REQUEST_BYTES &&
      !this.batch.some(({ subject }) => subject === event.subject)
    );
  }

  private leave(event: OpenEvent, code: string | undefined): void {
    this.left.push({ ...event, ...(code !== undefined && { code }) });
    // Later events need not wait for an event that is never taken.
    if (!isFinal({ code })) this.heldBack.add(event.subject);
  }

  private async sendBatch(): Promise<void> {
    const { batch } = this;
    this.batch = [];
    if (batch.length === 0) return;
    if (this.now() >= this.deadline) this.stopped ??= UNSENT.outOfTime;
    const responses = this.stopped === undefined ? await this.put(batch) : [];
    for (const [index, event] of batch.entries()) {
      const code = this.stopped ?? refusal(responses[index]);
      if (code !== undefined) this.leave(event, code);
    }
  }

  /** Returns the bus's result for each event. Stops the round if there is no response. */
  private async put(batch: readonly OpenEvent[]): Promise<readonly PutEventsResultEntry[]> {
    try {
      const { FailedEntryCount, Entries = [] } = await this.client.send(
        new PutEventsCommand({ Entries: batch.map(({ entry }) => entry) }),
      );
      return FailedEntryCount === 0 ? batch.map(() => TAKEN) : Entries;
    } catch (error) {
      this.stopped = transientCode(error);
      if (this.stopped === undefined) throw error;
      return [];
    }
  }
}

const TAKEN: PutEventsResultEntry = { EventId: 'taken' };

/** Returns the code of a refused entry. An entry was taken only if the bus gave it an id. */
function refusal(response: PutEventsResultEntry | undefined): string | undefined {
  return response?.EventId === undefined ? (response?.ErrorCode ?? 'UnknownError') : undefined;
}
