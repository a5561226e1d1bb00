import {
  PutEventsCommand,
  type EventBridgeClient,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { PlatformEvent } from '@snacks/domain';
import { MAX_ENTRIES, MAX_REQUEST_BYTES, toEntry, type EventEntry } from './event-entry.js';
import { transientCode } from '../client/transient-failure.js';

/** Why an event was not sent at all; any other code is the word of the bus or of the network. */
export const UNSENT = {
  /** The event alone is more than the bus takes in one request. */
  tooLarge: 'ENTRY_TOO_LARGE',
  /** An earlier event of the same order was not taken. */
  heldBack: 'HELD_BACK',
  /** The time budget was spent. */
  outOfTime: 'OUT_OF_TIME',
} as const;

/** What the bus says of an entry that it will never take: it refuses the event itself. */
const FINAL = new Set<string>([
  'InvalidArgument',
  'MalformedDetail',
  'NotAuthorizedForDetailTypeException', // the other types go on
  'RedactionFailure',
  UNSENT.tooLarge,
]);

/**
 * What the bus says of a caller that it will not hear. Every event meets the same refusal, since all
 * have one source, and every event is taken once the permission is mended.
 */
const DENIED = new Set<string>([
  'AccessDeniedException',
  'InvalidAccountIdException',
  'NotAuthorizedForSourceException',
]);

/** An event that the bus has not taken yet. */
export interface OpenEvent extends EventEntry {
  /** Its place among the events of the call. */
  readonly place: number;
  /** What came of the last attempt. */
  readonly code?: string | undefined;
}

/** An event before the first attempt. */
export function toOpenEvent(event: PlatformEvent, busName: string, place: number): OpenEvent {
  const entry = toEntry(event, busName);
  const tooLarge = entry.bytes > MAX_REQUEST_BYTES;
  return { ...entry, place, ...(tooLarge && { code: UNSENT.tooLarge }) };
}

/** Whether the bus refuses the event itself, so that sending it again can never help. */
export function isFinal({ code }: Pick<OpenEvent, 'code'>): boolean {
  return code !== undefined && FINAL.has(code);
}

function isDenied({ code }: OpenEvent): boolean {
  return code !== undefined && DENIED.has(code);
}

/**
 * Whether sending again within this call can help. What is held back only waits for another that is
 * looked at too.
 */
export function mayStillBeTaken(event: OpenEvent): boolean {
  return event.code !== UNSENT.heldBack && !isFinal(event) && !isDenied(event);
}

/** One attempt at all events that the bus has not taken yet. */
export class PublishingRound {
  private readonly left: OpenEvent[] = [];
  private readonly heldBack = new Set<string>();
  private batch: OpenEvent[] = [];
  /** Why no more requests are made. */
  private stopped: string | undefined;

  constructor(
    private readonly client: EventBridgeClient,
    private readonly now: () => number,
    /** No request begins at this time, or later. */
    private readonly deadline: number,
  ) {}

  /** Sends the events, and returns those that were not taken, in their places. */
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
    return this.left.sort((a, b) => a.place - b.place);
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
    // What will never be taken cannot be overtaken.
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

  /** The bus's response to each event; stops the round where there is no response. */
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

/** Why the bus did not take an entry: only one that it gave an id was taken. */
function refusal(response: PutEventsResultEntry | undefined): string | undefined {
  return response?.EventId === undefined ? (response?.ErrorCode ?? 'UnknownError') : undefined;
}
