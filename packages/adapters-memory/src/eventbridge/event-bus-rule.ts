import { compilePattern, type EventPattern } from './event-pattern.js';
import type { EventBridgeEnvelope } from './event-bridge-envelope.js';
import { QueueTarget, type Target } from './event-target.js';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Which events a rule sends to which targets. */
export interface RuleOptions {
  /** Unique among the rules of a bus. */
  readonly name: string;
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
  /** Takes the envelopes that a target failed to take. @default they are dropped and counted */
  readonly deadLetterQueue?: InMemoryQueue;
}

/**
 * Called when a target has failed to take an event on every attempt. `error` is the error of the last
 * attempt. Must not throw.
 */
export type DeliveryFailed = (
  where: { readonly rule: string; readonly target: string },
  error: unknown,
) => void;

/** The maximum number of attempts to deliver one event to a target. */
export const DELIVERY_ATTEMPTS = 3;

/** A rule of a bus: matches envelopes and delivers them to its targets. */
export class EventBusRule {
  readonly name: string;
  /** Returns whether the envelope matches the rule's pattern. */
  readonly matches: (envelope: EventBridgeEnvelope) => boolean;
  private readonly options: RuleOptions;
  private readonly pending = new Set<Promise<void>>();
  private droppedCount = 0;

  /** @throws {EventPatternInvalidError} if the pattern is invalid or not supported. */
  constructor(
    readonly arn: string,
    options: RuleOptions,
    private readonly onFailed: DeliveryFailed = () => {},
  ) {
    this.name = options.name;
    this.options = options;
    this.matches = compilePattern(options.pattern);
  }

  /** The number of envelopes that neither the target nor a dead-letter queue took. */
  get dropped(): number {
    return this.droppedCount;
  }

  /** Sends the JSON of an envelope to every target. Does not throw, and does not wait for them. */
  deliver(text: string): void {
    for (const target of this.options.targets) this.attempt(target, text, 1);
  }

  /** Whether a delivery is pending. */
  get busy(): boolean {
    return this.pending.size > 0;
  }

  /** Resolves once no delivery is pending. */
  async idle(): Promise<void> {
    while (this.busy) await Promise.all(this.pending);
  }

  private attempt(target: Target, text: string, attempt: number): void {
    try {
      const delivery = startDelivery(target, text);
      if (delivery !== undefined) this.track(delivery, target, text, attempt);
    } catch (error) {
      this.afterFailure(target, text, attempt, error);
    }
  }

  private track(delivery: Promise<void>, target: Target, text: string, attempt: number): void {
    const tracked: Promise<void> = delivery
      .catch((error: unknown) => this.afterFailure(target, text, attempt, error))
      .finally(() => this.pending.delete(tracked));
    this.pending.add(tracked);
  }

  private afterFailure(target: Target, text: string, attempt: number, error: unknown): void {
    if (attempt < DELIVERY_ATTEMPTS) this.attempt(target, text, attempt + 1);
    else this.giveUp(target, text, error);
  }

  private giveUp(target: Target, text: string, error: unknown): void {
    this.onFailed({ rule: this.name, target: target.name }, error);
    try {
      if (this.options.deadLetterQueue === undefined) throw error;
      this.options.deadLetterQueue.send(text, {
        RULE_ARN: this.arn,
        TARGET_ARN: target.name,
        ERROR_CODE: codeOf(error),
        ERROR_MESSAGE: messageOf(error),
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        RETRY_ATTEMPTS: String(DELIVERY_ATTEMPTS - 1),
      });
    } catch {
      this.droppedCount += 1; // there is no dead-letter queue, or it refused the message too
    }
  }
}

function startDelivery(target: Target, text: string): Promise<void> | undefined {
  if (target instanceof QueueTarget) {
    target.deliverText(text);
    return undefined;
  }
  // Parsing gives each target its own copy. The bus wrote the text, so the type holds.
  const envelope: EventBridgeEnvelope = JSON.parse(text);
  return target.deliver(envelope) ?? undefined;
}

/** EventBridge's code for the failure of a target that gave no code. */
const TARGET_FAILED = 'ERROR_FROM_TARGET';

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : TARGET_FAILED;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
