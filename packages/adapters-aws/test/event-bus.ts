import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { isFields } from '@snacks/domain';
import { isOrderEvent, type OrderEvent } from '@snacks/domain/events';
import type { ClientOptions } from '../src/client/settings.js';
import { createEventBridgeClient } from '../src/eventbridge/client.js';
import { replyJson, startAwsStub, type AwsStub } from './aws-stub.js';

/** The faults of a whole request. */
export type BusFault =
  | 'internal error'
  | 'throttled'
  | 'no such bus'
  /** The connection is cut before anything is taken. */
  | 'cut off'
  /** The events are taken, but the connection is cut before the response. */
  | 'response lost'
  /** The response never comes. */
  | 'silent';

/** An entry as received. */
export type WireEntry = Readonly<Record<string, unknown>>;

/** A stub of EventBridge's PutEvents. */
export interface EventBus extends AwsStub<EventBridgeClient, BusFault> {
  /** The event ids of each request, in order, also if they were refused. */
  readonly requests: readonly (readonly string[])[];
  /** The entries that were taken, in order. */
  readonly entries: readonly WireEntry[];
  readonly taken: () => OrderEvent[];
  /** Refuses an event the given number of times. */
  readonly refuse: (eventId: string, times?: number, code?: string) => void;
}

const ERRORS = {
  'internal error': [500, 'InternalException'],
  throttled: [400, 'ThrottlingException'],
  'no such bus': [400, 'ResourceNotFoundException'],
} as const;

/** Returns the event of an entry. */
function eventOf({ DetailType, Detail }: WireEntry): OrderEvent {
  const event: unknown = { type: DetailType, detail: JSON.parse(String(Detail)) };
  if (!isOrderEvent(event)) throw new Error('The entry is not an order event.');
  return event;
}

function idOf(entry: WireEntry): string {
  return eventOf(entry).detail.metadata.eventId;
}

function entriesIn(body: string): readonly WireEntry[] {
  const input: unknown = JSON.parse(body);
  if (!isFields(input) || !Array.isArray(input.Entries)) throw new Error('Not a PutEvents body.');
  return input.Entries.filter(isFields);
}

/** Starts a bus that accepts everything. */
export async function startEventBus(options: ClientOptions = {}): Promise<EventBus> {
  const requests: string[][] = [];
  const entries: WireEntry[] = [];
  const refusals = new Map<string, { times: number; code: string }>();

  const take = (entry: WireEntry) => {
    const refusal = refusals.get(idOf(entry));
    if (refusal !== undefined && refusal.times > 0) {
      refusal.times -= 1;
      return { ErrorCode: refusal.code, ErrorMessage: 'Refused by the test.' };
    }
    entries.push(entry);
    return { EventId: `bus-${entries.length}` };
  };

  const stub = await startAwsStub<EventBridgeClient, BusFault>(
    createEventBridgeClient,
    options,
    ({ request, body, fault, response }) => {
      if (request.headers['x-amz-target'] !== 'AWSEvents.PutEvents')
        return replyJson(response, 404, {});
      const sent = entriesIn(body);
      requests.push(sent.map(idOf));
      if (fault === 'silent') return;
      if (fault === 'cut off') return void request.socket.destroy();
      if (fault !== undefined && fault !== 'response lost') {
        const [status, type] = ERRORS[fault];
        return replyJson(response, status, { __type: type, message: 'By the test.' });
      }
      if (sent.length > 10) return replyJson(response, 400, { __type: 'ValidationException' });
      const results = sent.map(take);
      if (fault === 'response lost') return void request.socket.destroy();
      const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length;
      return replyJson(response, 200, { FailedEntryCount, Entries: results });
    },
  );
  return {
    ...stub,
    requests,
    entries,
    taken: () => entries.map(eventOf),
    refuse: (eventId, times = Infinity, code = 'InternalFailure') => {
      refusals.set(eventId, { times, code });
    },
  };
}
