import {
  EVENT_SOURCE,
  isFields,
  type Clock,
  type EventPublisher,
  type IdGenerator,
  type PlatformEvent,
  type PublishFailure,
} from '@snacks/domain';
import { EventBusRule, type DeliveryFailed, type RuleOptions } from './event-bus-rule.js';
import type { EventBridgeEnvelope } from './event-bridge-envelope.js';

/** Why a bus does not take an event. */
export type Refusal = Omit<PublishFailure, 'eventId'>;

/** What a bus is told when it is made. */
export interface EventBusOptions {
  readonly name: string;
  readonly clock: Clock;
  /** Gives the envelopes' ids. */
  readonly ids: Pick<IdGenerator, 'randomId'>;
  /** Twelve digits. @default '000000000000' */
  readonly account?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /**
   * Why the bus does not take an event; `undefined` for one that it takes. For tests, which put
   * faults in by it.
   */
  readonly refuse?: (event: PlatformEvent) => Refusal | undefined;
  /** Is told of every event that a target failed to take for good. */
  readonly onDeliveryFailed?: DeliveryFailed;
  /** Sees every event that the bus takes, whatever the rules do with it. */
  readonly onTaken?: (envelope: Readonly<EventBridgeEnvelope>) => void;
}

/** An event that is to be put on the bus. */
export interface EventEntry {
  readonly source: string;
  readonly detailType: string;
  /** A JSON object: plain data, of which an `undefined` field is left out. */
  readonly detail: unknown;
}

/** What became of an entry: the id of its envelope, or why the bus did not take it. */
export type PutOutcome =
  | { readonly id: string }
  | { readonly errorCode: 'ENTRY_TOO_LARGE' | 'MALFORMED_DETAIL' | 'INVALID_ARGUMENT' };

/** A rule of the bus, as whoever added it sees it. */
export type Rule = Pick<EventBusRule, 'name' | 'arn' | 'dropped'>;

/** The source, type and detail of an entry together, in bytes: the limit of a PutEvents call. */
export const MAX_ENTRY_BYTES = 1_048_576;

/**
 * A bus that behaves like an EventBridge Classic custom bus with rules: it takes events, wraps each
 * in a new envelope, and sends it to the targets of every rule whose pattern matches.
 *
 * - Putting never waits for a target, and never fails because of one. A target that returns at once
 *   has the event before the put returns; {@link idle} tells when the others have answered.
 * - A target that fails is tried three times in all, one attempt directly after the
 *   other: time stands still meanwhile, where EventBridge tries up to 185 times in 24 hours.
 * - Then the envelope goes to the rule's dead-letter queue, or is dropped and counted.
 * - What one target does, slowly, wrongly or to its copy of the event, no other one notices.
 */
export class InMemoryEventBus implements EventPublisher {
  readonly name: string;
  private readonly account: string;
  private readonly region: string;
  private readonly rules: EventBusRule[] = [];
  private second = { at: NaN, text: '' };

  constructor(private readonly options: EventBusOptions) {
    this.name = options.name;
    this.account = options.account ?? '000000000000';
    this.region = options.region ?? 'us-east-1';
  }

  /**
   * Adds a rule. Events that were put before are not sent to it.
   *
   * @throws {EventPatternInvalidError} where the pattern is none that EventBridge would take.
   */
  addRule(options: RuleOptions): Rule {
    const arn = `arn:aws:events:${this.region}:${this.account}:rule/${this.name}/${options.name}`;
    const rule = new EventBusRule(arn, options, this.options.onDeliveryFailed);
    this.rules.push(rule);
    return rule;
  }

  /** Takes a rule away: no event that is put from now on goes to it. Returns whether there was one. */
  removeRule(name: string): boolean {
    const index = this.rules.findIndex((rule) => rule.name === name);
    if (index === -1) return false;
    this.rules.splice(index, 1);
    return true;
  }

  /** The names of the rules. */
  get ruleNames(): readonly string[] {
    return this.rules.map(({ name }) => name);
  }

  async publish(events: readonly PlatformEvent[]): Promise<readonly PublishFailure[]> {
    const failures: PublishFailure[] = [];
    for (const event of events) {
      const refusal = this.options.refuse?.(event) ?? this.putEvent(event);
      if (refusal !== undefined) {
        failures.push({ eventId: event.detail.metadata.eventId, ...refusal });
      }
    }
    return failures;
  }

  /** Takes events in their order, and returns for each what became of it, in the same order. */
  put(entries: readonly EventEntry[]): readonly PutOutcome[] {
    return entries.map((entry) => this.putEntry(entry));
  }

  /** Resolves once every target has answered for every event that was put. */
  async idle(): Promise<void> {
    // A target that has answered may have put events that others are still busy with.
    while (this.rules.some(({ busy }) => busy)) {
      await Promise.all(this.rules.map(async (rule) => rule.idle()));
    }
  }

  private putEvent({ type, detail }: PlatformEvent): Refusal | undefined {
    const outcome = this.putEntry({ source: EVENT_SOURCE, detailType: type, detail });
    // All of its reasons are the event's own.
    return 'errorCode' in outcome ? { code: outcome.errorCode, final: true } : undefined;
  }

  private putEntry({ source, detailType, detail }: EventEntry): PutOutcome {
    if (source === '' || detailType === '') return { errorCode: 'INVALID_ARGUMENT' };
    if (!isFields(detail)) return { errorCode: 'MALFORMED_DETAIL' };
    const detailText = JSON.stringify(detail);
    const bytes = Buffer.byteLength(detailText) + Buffer.byteLength(source + detailType);
    if (bytes > MAX_ENTRY_BYTES) return { errorCode: 'ENTRY_TOO_LARGE' };

    const envelope: EventBridgeEnvelope = {
      version: '0',
      id: this.options.ids.randomId(),
      'detail-type': detailType,
      source,
      account: this.account,
      time: this.time(),
      region: this.region,
      resources: [],
      detail,
    };
    this.options.onTaken?.(envelope);
    let text: string | undefined;
    for (const rule of this.rules) {
      if (!rule.matches(envelope)) continue;
      text ??= textOf(envelope, detailText);
      rule.deliver(text);
    }
    return { id: envelope.id };
  }

  /** The time in whole seconds; many events share one. */
  private time(): string {
    const at = Math.floor(this.options.clock.now() / 1_000);
    if (at !== this.second.at) {
      this.second = { at, text: `${new Date(at * 1_000).toISOString().slice(0, 19)}Z` };
    }
    return this.second.text;
  }
}

/**
 * The envelope as JSON. The detail, by far the largest part, has been written already; what is sure
 * to need no escaping is put in as it is.
 */
function textOf(envelope: EventBridgeEnvelope, detailText: string): string {
  const { id, time, account, region, source } = envelope;
  return (
    `{"version":"0","id":"${id}","detail-type":${JSON.stringify(envelope['detail-type'])}` +
    `,"source":${JSON.stringify(source)},"account":${JSON.stringify(account)},"time":"${time}"` +
    `,"region":${JSON.stringify(region)},"resources":[],"detail":${detailText}}`
  );
}
