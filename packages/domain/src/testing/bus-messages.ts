import { EVENT_SOURCE } from '../events/order-event.js';
import type { PlatformEvent } from '../events/platform-event.js';
import { anOrderId } from './builders.js';

/** An event in the envelope of EventBridge, as the target of a rule gets it. */
export interface BusEnvelope<E extends PlatformEvent = PlatformEvent> {
  readonly version: '0';
  /** New with every envelope. */
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': E['type'];
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: E['detail'];
}

/** The envelope of EventBridge around an event. */
export function anEnvelopeOf<E extends PlatformEvent>({ type, detail }: E): BusEnvelope<E> {
  return {
    version: '0',
    id: anOrderId(),
    source: EVENT_SOURCE,
    'detail-type': type,
    account: '123456789012',
    time: detail.metadata.occurredAt,
    region: 'eu-central-1',
    resources: [],
    detail,
  };
}

/** A message of SQS with an event in its body, as a rule with a queue as its target sends it. */
export function aQueueMessageOf(event: PlatformEvent): {
  readonly messageId: string;
  readonly body: string;
} {
  return { messageId: anOrderId(), body: JSON.stringify(anEnvelopeOf(event)) };
}
