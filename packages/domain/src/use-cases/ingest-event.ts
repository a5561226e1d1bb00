import { OrderInvalidError } from '../errors.js';
import type { ExternalEvent } from '../external-event/external-event.js';
import { FIELD_RULES, issueOf, type FieldRule } from '../order/field-rules.js';
import { toTimestamp } from '../order/timestamp.js';
import type { Clock } from '../ports/clock.js';
import type { EventQueue } from '../ports/event-queue.js';
import { uuidFromDigest, type IdGenerator } from '../ports/id-generator.js';
import type { RequestContext } from './request-context.js';

/** An event of another system, on whose behalf it came. */
export interface IngestEventCommand extends RequestContext {
  readonly source: string;
  readonly type: string;
  readonly payload: unknown;
  /** Makes repeating the event safe: it has one effect, however often it is sent. */
  readonly idempotencyKey?: string;
}

/**
 * Takes an external event into the queue, and returns its id.
 *
 * Under an idempotency key the id is derived from the sender, the key and the event: the same event
 * again has the same id, and one effect. Another event under the same key is another event, with an
 * id of its own, because what was acknowledged must not vanish. Without a key every event is a new
 * one.
 */
export class IngestEvent {
  constructor(
    private readonly queue: EventQueue,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws {OrderInvalidError} where a field breaks its rule. */
  async execute(command: IngestEventCommand): Promise<ExternalEvent> {
    const { actor, source, type, payload, idempotencyKey, correlationId } = command;
    check('source', FIELD_RULES.source, source);
    check('type', FIELD_RULES.type, type);
    check('payload', FIELD_RULES.payload, payload);
    if (idempotencyKey !== undefined) {
      check('idempotencyKey', FIELD_RULES.idempotencyKey, idempotencyKey);
    }
    check('correlationId', FIELD_RULES.correlationId, correlationId);
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
  if (!rule.accepts(value)) throw new OrderInvalidError([issueOf(field, rule)]);
}
