import { acknowledgementOf, apiEvent, bodyOf, withBody } from './api-responses.js';
import { Caller } from './caller.js';
import type { PlannedEvent } from './planned-event.js';
import type { System } from '../world/system.js';

/** An external machine: sends an event until it is accepted, and maybe once more. */
export class EventSender {
  private readonly caller: Caller;
  /** The event whose id somebody has taken for a key. */
  private taken: string | undefined;

  constructor(
    private readonly system: System,
    private readonly plan: PlannedEvent,
  ) {
    this.caller = new Caller(system, plan.name);
  }

  async run(): Promise<void> {
    const { system, plan } = this;
    await system.pause(plan.at);
    await Promise.all([0, ...plan.repeats].map(async (after) => this.send(after)));
  }

  private async send(after: number): Promise<void> {
    const { system, caller } = this;
    await system.pause(after);
    const eventId = await caller.ask('send', async () => this.handIn());
    if (eventId === undefined) return;
    caller.tell('send', `${system.labels.of(eventId)} accepted`);
    system.events.accepted(eventId);
    await this.takeKey(eventId);
  }

  /** Places an order of somebody else, under the event's id as a key. */
  private async takeKey(eventId: string): Promise<void> {
    const { system, plan, caller } = this;
    const { taker } = plan;
    this.taken ??= eventId;
    if (taker === undefined || this.taken !== eventId) return;
    const request = apiEvent('POST /orders', withBody(taker, { 'idempotency-key': eventId }));
    const creator = system.platform.function('order-creator');
    const placed = await caller.ask('place', async () =>
      acknowledgementOf(bodyOf(await creator.invoke(request))),
    );
    if (placed !== undefined) system.checker.acknowledged(placed);
  }

  private async handIn(): Promise<string> {
    const { source, type, payload, idempotencyKey } = this.plan;
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const request = apiEvent('POST /events', withBody({ source, type, payload }, headers));
    const { eventId } = bodyOf(
      await this.system.platform.function('event-ingestion').invoke(request),
    );
    return String(eventId);
  }
}
