import { isFields } from '@snacks/domain';
import { EVENT_SOURCE, type PlatformEvent } from '@snacks/domain/events';
import type { Clock, EventPublisher, IdGenerator, PublishFailure } from '@snacks/domain/ports';
import { EventBusRule, type DeliveryFailed, type RuleOptions } from './event-bus-rule.js';
import type { EventBridgeEnvelope } from './event-bridge-envelope.js';

/** Why a bus does not take an event. */
export type Refusal = Omit<PublishFailure, 'eventId'>;

/** The name and surroundings of a bus, and hooks for tests. */
export interface EventBusOptions {
  readonly name: string;
  readonly clock: Clock;
  /** Generates the envelopes' ids. */
  readonly ids: Pick<IdGenerator, 'randomId'>;
  /** Twelve digits. @default '000000000000' */
  readonly account?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** Injects faults in tests: returns why the bus refuses an event, or `undefined` to accept it. */
  readonly refuse?: (event: PlatformEvent) => Refusal | undefined;
  /** Called for every event that could not be delivered to a target. */
  readonly onDeliveryFailed?: DeliveryFailed;
  /** Called for every event that the bus accepts, also if no rule matches it. */
  readonly onTaken?: (envelope: Readonly<EventBridgeEnvelope>) => void;
}

/** An event to put on the bus. */
export interface EventEntry {
  readonly source: string;
  readonly detailType: string;
  /** A JSON object. Fields that are `undefined` are left out. */
  readonly detail: unknown;
}

/** The result of an entry: the id of its envelope, or why the bus refused it. */
export type PutOutcome =
  | { readonly id: string }
  | { readonly errorCode: 'ENTRY_TOO_LARGE' | 'MALFORMED_DETAIL' | 'INVALID_ARGUMENT' };

/** A rule that was added to a bus. */
export type Rule = Pick<EventBusRule, 'name' | 'arn' | 'dropped'>;

/** The limit for the source, type and detail of an entry together, in bytes: that of a PutEvents call. */
export const MAX_ENTRY_BYTES = 1_048_576;

/**
 * A bus that behaves like an EventBridge custom bus with rules: it wraps each event in a new envelope,
 * and sends it to the targets of every rule whose pattern matches.
 *
 * - A put does not wait for targets, and does not fail because of them. A synchronous target has the
 *   event before the put returns. {@link idle} waits for the asynchronous ones.
 * - A target that fails is tried three times, without a delay. EventBridge tries up to 185 times in
 *   24 hours.
 * - After the last attempt the envelope goes to the rule's dead-letter queue, or is dropped and
 *   counted.
 * - A target that is slow, fails or changes its copy of the event does not affect other targets.
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
   * Adds a rule for the events that are put from now on.
   *
   * @throws {EventPatternInvalidError} if the pattern is invalid or not supported.
   */
  addRule(options: RuleOptions): Rule {
    const arn = `arn:aws:events:${this.region}:${this.account}:rule/${this.name}/${options.name}`;
    const rule = new EventBusRule(arn, options, this.options.onDeliveryFailed);
    this.rules.push(rule);
    return rule;
  }

  /** Removes a rule. Returns `false` if there was none with this name. */
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

  /** Puts events on the bus. Returns the result of each entry, in the order of the entries. */
  put(entries: readonly EventEntry[]): readonly PutOutcome[] {
    return entries.map((entry) => this.putEntry(entry));
  }

  /** Resolves once no delivery is pending. */
  async idle(): Promise<void> {
    // A target may put further events before it completes, so one pass is not enough.
    while (this.rules.some(({ busy }) => busy)) {
      await Promise.all(this.rules.map(async (rule) => rule.idle()));
    }
  }

  private putEvent({ type, detail }: PlatformEvent): Refusal | undefined {
    const outcome = this.putEntry({ source: EVENT_SOURCE, detailType: type, detail });
    // Each of these errors is caused by the event itself, so a retry would fail too.
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

/** Returns the envelope as JSON. For speed, it reuses the detail's text and escapes only what needs it. */
function textOf(envelope: EventBridgeEnvelope, detailText: string): string {
  const { id, time, account, region, source } = envelope;
  return (
    `{"version":"0","id":"${id}","detail-type":${JSON.stringify(envelope['detail-type'])}` +
    `,"source":${JSON.stringify(source)},"account":${JSON.stringify(account)},"time":"${time}"` +
    `,"region":${JSON.stringify(region)},"resources":[],"detail":${detailText}}`
  );
}
