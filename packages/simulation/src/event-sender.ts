import { apiEvent, bodyOf, withBody } from './api-answers.js';
import { Caller } from './caller.js';
import type { PlannedEvent } from './planned-event.js';
import type { System } from './system.js';

/** A foreign machine: sends an event until it is accepted, and maybe once more. */
export class EventSender {
  private readonly caller: Caller;

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
  }

  private async handIn(): Promise<string> {
    const { source, type, payload, idempotencyKey } = this.plan;
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const request = apiEvent('POST /events', withBody({ source, type, payload }, headers));
    const { eventId } = bodyOf(await this.system.platform.function('event-intake').invoke(request));
    return String(eventId);
  }
}
