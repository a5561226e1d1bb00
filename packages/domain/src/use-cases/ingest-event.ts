import { RequestInvalidError } from '../errors.js';
import { EVENT_FIELD_RULES } from '../external-event/event-field-rules.js';
import type { ExternalEvent } from '../external-event/external-event.js';
import { toTimestamp } from '../order/timestamp.js';
import type { Clock } from '../ports/clock.js';
import type { EventQueue } from '../ports/event-queue.js';
import { uuidFromDigest, type IdGenerator } from '../ports/id-generator.js';
import { issueOf, type FieldRule } from '../validation/field-rule.js';
import { REQUEST_FIELD_RULES } from '../validation/request-field-rules.js';
import type { RequestContext } from './request-context.js';

/** An external event, and who sends it. */
export interface IngestEventCommand extends RequestContext {
  readonly source: string;
  readonly type: string;
  readonly payload: unknown;
  /** Makes repeats of the event safe: all of them together have one effect. */
  readonly idempotencyKey?: string;
}

/**
 * Puts an external event into the queue, and returns it with its id.
 *
 * With an idempotency key, the id is derived from the sender, the key and the event. A repeat gets the
 * same id, and has no further effect. A different event with the same key gets its own id, so that no
 * acknowledged event is lost. Without a key, every event gets a new id.
 */
export class IngestEvent {
  constructor(
    private readonly queue: EventQueue,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws {RequestInvalidError} if a field breaks its rule. */
  async execute(command: IngestEventCommand): Promise<ExternalEvent> {
    const { actor, source, type, payload, idempotencyKey, correlationId } = command;
    check('source', EVENT_FIELD_RULES.source, source);
    check('type', EVENT_FIELD_RULES.type, type);
    check('payload', EVENT_FIELD_RULES.payload, payload);
    if (idempotencyKey !== undefined) {
      check('idempotencyKey', REQUEST_FIELD_RULES.idempotencyKey, idempotencyKey);
    }
    check('correlationId', REQUEST_FIELD_RULES.correlationId, correlationId);
    const event: ExternalEvent = {
      eventId: this.eventId(command),
      source,
      type,
      payload,
      receivedAt: toTimestamp(this.clock.now()),
      correlationId,
      ...(actor.subject !== undefined && { sender: actor.subject }),
    };
    await this.queue.enqueue(event);
    return event;
  }

  private eventId({ actor, source, type, payload, idempotencyKey }: IngestEventCommand): string {
    if (idempotencyKey === undefined) return this.ids.randomId();
    const identity = ['event', actor.subject ?? null, idempotencyKey, source, type, payload];
    return uuidFromDigest(this.ids.digest(JSON.stringify(identity)));
  }
}

function check(field: string, rule: FieldRule, value: unknown): void {
  if (!rule.accepts(value)) throw new RequestInvalidError([issueOf(field, rule)]);
}
