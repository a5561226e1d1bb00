import { compilePattern, type EventPattern } from './event-pattern.js';
import type { EventBridgeEnvelope } from './event-bridge-envelope.js';
import { QueueTarget, type Target } from './event-target.js';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Which events go where. */
export interface RuleOptions {
  /** Of its own among the rules of a bus. */
  readonly name: string;
  /** Which envelopes the rule is about. */
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
  /** Where an envelope goes that a target failed to take. @default it is dropped and counted */
  readonly deadLetterQueue?: InMemoryQueue;
}

/** Is told which target of which rule failed to take an event, and why at last. Does not throw. */
export type DeliveryFailed = (
  where: { readonly rule: string; readonly target: string },
  error: unknown,
) => void;

/** How often a target is tried with one event in all. */
export const DELIVERY_ATTEMPTS = 3;

/** A rule of a bus at work: matches envelopes and brings them to its targets. */
export class EventBusRule {
  readonly name: string;
  /** Whether the rule is about this envelope. */
  readonly matches: (envelope: EventBridgeEnvelope) => boolean;
  private readonly options: RuleOptions;
  private readonly underWay = new Set<Promise<void>>();
  private droppedCount = 0;

  /** @throws {EventPatternInvalidError} where the pattern is none that EventBridge would take. */
  constructor(
    readonly arn: string,
    options: RuleOptions,
    private readonly onFailed: DeliveryFailed = () => {},
  ) {
    this.name = options.name;
    this.options = options;
    this.matches = compilePattern(options.pattern);
  }

  /** Envelopes that a target failed to take and that no dead-letter queue took either. */
  get dropped(): number {
    return this.droppedCount;
  }

  /** Sends the JSON of an envelope to every target. Never throws, and waits for none. */
  deliver(text: string): void {
    for (const target of this.options.targets) this.attempt(target, text, 1);
  }

  /** Whether any delivery is under way. */
  get busy(): boolean {
    return this.underWay.size > 0;
  }

  /** Resolves once no delivery is under way. */
  async idle(): Promise<void> {
    while (this.busy) await Promise.all(this.underWay);
  }

  private attempt(target: Target, text: string, attempt: number): void {
    try {
      const response = handOver(target, text);
      if (response !== undefined) this.follow(response, target, text, attempt);
    } catch (error) {
      this.afterFailure(target, text, attempt, error);
    }
  }

  private follow(response: Promise<void>, target: Target, text: string, attempt: number): void {
    const followed: Promise<void> = response
      .catch((error: unknown) => this.afterFailure(target, text, attempt, error))
      .finally(() => this.underWay.delete(followed));
    this.underWay.add(followed);
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
      this.droppedCount += 1; // no dead-letter queue, or one that refused it as well
    }
  }
}

function handOver(target: Target, text: string): Promise<void> | undefined {
  if (target instanceof QueueTarget) {
    target.deliverText(text);
    return undefined;
  }
  // The bus wrote the text. Each target has a copy of its own.
  const envelope: EventBridgeEnvelope = JSON.parse(text);
  return target.deliver(envelope) ?? undefined;
}

/** What EventBridge calls the failure of a target that has no more to say. */
const TARGET_FAILED = 'ERROR_FROM_TARGET';

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : TARGET_FAILED;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
