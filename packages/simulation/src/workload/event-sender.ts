import { acknowledgementOf, apiEvent, bodyOf, withBody } from './api-responses.js';
import { Caller } from './caller.js';
import type { PlannedEvent } from './planned-event.js';
import type { System } from '../world/system.js';

/** An external machine: sends an event until it is accepted, and in some plans once more. */
export class EventSender {
  private readonly caller: Caller;
  /** The id of the event that the other client uses as a key. */
  private reusedId: string | undefined;

  constructor(
    private readonly system: System,
    private readonly plan: PlannedEvent,
  ) {
    this.caller = new Caller(system, plan.name);
  }

  async act(): Promise<void> {
    const { system, plan } = this;
    await system.pause(plan.at);
    await Promise.all([0, ...plan.repeats].map(async (after) => this.send(after)));
  }

  private async send(after: number): Promise<void> {
    const { system, caller } = this;
    await system.pause(after);
    const eventId = await caller.send('send', async () => this.postEvent());
    if (eventId === undefined) return;
    caller.log('send', `${system.labels.of(eventId)} accepted`);
    system.events.accepted(eventId);
    await this.reuseIdAsKey(eventId);
  }

  /** Places another client's order, with the event's id as its idempotency key. */
  private async reuseIdAsKey(eventId: string): Promise<void> {
    const { system, plan, caller } = this;
    const { orderUnderId } = plan;
    this.reusedId ??= eventId;
    if (orderUnderId === undefined || this.reusedId !== eventId) return;
    const request = apiEvent(
      'POST /orders',
      withBody(orderUnderId, { 'idempotency-key': eventId }),
    );
    const creator = system.platform.function('order-creator');
    const placed = await caller.send('place', async () =>
      acknowledgementOf(bodyOf(await creator.invoke(request))),
    );
    if (placed !== undefined) system.checker.acknowledged(placed);
  }

  private async postEvent(): Promise<string> {
    const { source, type, payload, idempotencyKey } = this.plan;
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const request = apiEvent('POST /events', withBody({ source, type, payload }, headers));
    const { eventId } = bodyOf(
      await this.system.platform.function('event-ingestion').invoke(request),
    );
    return String(eventId);
  }
}
