import type { SeededRandom, RandomSequence } from './seeded-random.js';
import type { ChangeCell, Coverage } from '../checkers/coverage.js';
import type { CallFault, FaultProfile } from './faults.js';
import { currentInvocation, type Invocation } from './invocations.js';
import type { SimulatedTime } from './simulated-time.js';
import type { Timeline } from '../cli/timeline.js';

/** A call failed because the seed decided so. It may have taken effect. */
export class NetworkError extends Error {
  readonly code = 'NETWORK';
  override readonly name = 'NetworkError';
}

/** A call between two parts of the system. */
export interface Call<T> {
  /** The caller. @default the function of the current invocation, or `platform` */
  readonly from?: string;
  /** A port's method (`orders.save`), a function (`invoke order-relay`) or a client's request (`request place`). */
  readonly operation: string;
  /** The subject of the call: `A v2 claim`. Caller, operation and subject name the seed's decision. */
  readonly subject: string;
  /** The change of an order that the call makes, if any. */
  readonly change?: ChangeCell;
  /** Executes the call. It may run more than once, at any time. */
  readonly effect: () => Promise<T>;
  /** Executes a part of the call, if the rest is refused. @default the whole call is refused */
  readonly partly?: (sequence: RandomSequence) => Promise<T>;
}

/** The seed's decision about a call. Times are in milliseconds. */
interface CallDecision {
  readonly fault: CallFault | undefined;
  readonly beforeEffect: number;
  readonly beforeResponse: number;
  readonly sequence: RandomSequence;
}

/** The options of a run's network. */
export interface NetworkOptions {
  readonly clock: SimulatedTime;
  readonly random: SeededRandom;
  readonly profile: FaultProfile;
  /** Names of decisions that are left out: such a call has no fault. */
  readonly leftOut: ReadonlySet<string>;
  readonly timeline: Timeline;
  readonly coverage: Coverage;
}

/**
 * Every call between two parts of the system goes through here. The seed decides when it takes effect, how
 * often, and which response the caller gets. Nothing else in a run waits, so only the clock's timers
 * decide what happens next.
 */
export class Network {
  /** The names of all decisions that caused a fault. */
  readonly disturbed: string[] = [];
  private stopped = false;
  private openCalls = 0;
  private readonly numbers = new Map<string, number>();

  constructor(private readonly options: NetworkOptions) {}

  /** The number of calls whose caller still waits, and of repeats that have not taken effect. */
  get open(): number {
    return this.openCalls;
  }

  /** From now on every call takes effect once, and responds at once. */
  stopFaults(): void {
    this.stopped = true;
  }

  /** The seed decides about calls again. */
  startFaults(): void {
    this.stopped = false;
  }

  get faultsStopped(): boolean {
    return this.stopped;
  }

  async call<T>(call: Call<T>): Promise<T> {
    const invocation = currentInvocation();
    const from = call.from ?? invocation?.functionName ?? 'platform';
    const decision = this.decisionFor(this.nameOf(`${from} ${call.operation} ${call.subject}`));
    this.options.coverage.visit(call, decision.fault ?? 'undisturbed');
    this.openCalls += 1;
    const outcome = await this.outcomeOf(call, from, decision, invocation);
    this.openCalls -= 1;
    switch (outcome.kind) {
      case 'response':
        return outcome.response;
      case 'error':
        throw outcome.error;
      case 'crash':
        invocation?.crash();
        return new Promise(() => {}); // a crashed process never continues
    }
  }

  private async outcomeOf<T>(
    call: Call<T>,
    from: string,
    decision: CallDecision,
    invocation: Invocation | undefined,
  ): Promise<Outcome<T>> {
    const { fault } = decision;
    if (decision.beforeEffect > 0) await this.pause(decision.beforeEffect);
    if (invocation?.crashed === true) return CRASH;
    this.trace(from, call, fault);
    if (fault === 'crash before') return crashOf(invocation);
    const work = this.execute(call, decision);
    if (fault === 'doubled') void this.repeat(from, call, decision.sequence);
    const outcome = await work;
    if (fault === 'crash after') return crashOf(invocation);
    if (decision.beforeResponse > 0) await this.pause(decision.beforeResponse);
    if (fault !== 'lost response') return outcome;
    return { kind: 'error', error: new NetworkError(`No response: ${call.operation}.`) };
  }

  private async execute<T>(call: Call<T>, { fault, sequence }: CallDecision): Promise<Outcome<T>> {
    const { operation, effect, partly } = call;
    try {
      if (fault !== 'refused') return { kind: 'response', response: await effect() };
      if (partly !== undefined && sequence.happens(0.5)) {
        return { kind: 'response', response: await partly(sequence) };
      }
      return { kind: 'error', error: new NetworkError(`Refused: ${operation}.`) };
    } catch (error) {
      return { kind: 'error', error };
    }
  }

  /** The call takes effect once more; its caller gets no second response. */
  private async repeat<T>(from: string, call: Call<T>, sequence: RandomSequence): Promise<void> {
    this.openCalls += 1;
    await this.pause(sequence.oneOf([1, sequence.between(1, 3_000), sequence.between(1, 200_000)]));
    this.trace(from, call, 'again');
    await this.execute(call, { ...UNDISTURBED, sequence });
    this.openCalls -= 1;
  }

  private async pause(milliseconds: number): Promise<void> {
    const { clock } = this.options;
    return new Promise((resolve) => {
      clock.runAt(clock.now() + milliseconds, resolve);
    });
  }

  private nameOf(call: string): string {
    const number = (this.numbers.get(call) ?? 0) + 1;
    this.numbers.set(call, number);
    return `${call} ${number}`;
  }

  private decisionFor(name: string): CallDecision {
    const { random, profile, leftOut } = this.options;
    const sequence = random.sequence(name);
    if (this.stopped) return { ...UNDISTURBED, sequence };
    const isDisturbed = sequence.happens(profile.rate);
    const delays = leftOut.has(LATENCY) ? AT_ONCE : ordinaryDelays(profile.latency, sequence);
    const [first, ...others] = profile.calls;
    if (!isDisturbed || first === undefined || leftOut.has(name)) {
      return { fault: undefined, sequence, ...delays };
    }
    this.disturbed.push(name);
    const fault = sequence.oneOf([first, ...others]);
    return { fault, sequence, ...(faultyDelays(fault, sequence) ?? delays) };
  }

  private trace<T>(from: string, { operation, subject }: Call<T>, note: string | undefined): void {
    this.options.timeline.add(() => `${from} → ${operation} ${subject}${note ? `: ${note}` : ''}`);
  }
}

type Delays = Pick<CallDecision, 'beforeEffect' | 'beforeResponse'>;

/** The name of the part of a run that delays calls without a fault. */
export const LATENCY = 'latency';

const AT_ONCE: Delays = { beforeEffect: 0, beforeResponse: 0 };

const UNDISTURBED = { fault: undefined, ...AT_ONCE };

function ordinaryDelays(latency: number, sequence: RandomSequence): Delays {
  if (latency === 0) return AT_ONCE;
  return {
    beforeEffect: sequence.between(0, latency),
    beforeResponse: sequence.between(0, latency),
  };
}

function faultyDelays(fault: CallFault, sequence: RandomSequence): Delays | undefined {
  if (fault !== 'slow' && fault !== 'late') return undefined;
  const delay = fault === 'slow' ? sequence.between(1, 3_000) : sequence.between(10_000, 200_000);
  return sequence.happens(0.5)
    ? { beforeEffect: delay, beforeResponse: 0 }
    : { beforeEffect: 0, beforeResponse: delay };
}

/** The outcome of a call for its caller. */
type Outcome<T> =
  | { readonly kind: 'response'; readonly response: T }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'crash' };

const CRASH = { kind: 'crash' } as const;

function crashOf(invocation: Invocation | undefined): Outcome<never> {
  if (invocation !== undefined) return CRASH;
  return { kind: 'error', error: new NetworkError('The caller has crashed.') };
}
