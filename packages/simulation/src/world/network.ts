import type { SeededRandom, RandomSequence } from './seeded-random.js';
import type { ChangeCell, Coverage } from '../checkers/coverage.js';
import type { CallFault, FaultProfile } from './faults.js';
import { currentInvocation, type Invocation } from './invocations.js';
import type { SimulatedTime } from './simulated-time.js';
import type { Timeline } from '../cli/timeline.js';

/** What a call failed with that the seed let fail. Whether it took effect is left open. */
export class NetworkError extends Error {
  readonly code = 'NETWORK';
  override readonly name = 'NetworkError';
}

/** A call between two parts of the system. */
export interface Call<T> {
  /** Who calls, where it is no function. */
  readonly from?: string;
  /** What is called: `orders.save`. */
  readonly operation: string;
  /** What it is about: `A v2 claim`. With the caller and the operation, it names the decision. */
  readonly subject: string;
  /** The change of an order that the call is to bring about. */
  readonly change?: ChangeCell;
  /** Can be carried out more than once, at any time. */
  readonly effect: () => Promise<T>;
  /** What is left of the effect where a part of it is refused. @default nothing: the call fails */
  readonly partly?: (draws: RandomSequence) => Promise<T>;
}

/** What the seed decided about a call. Times are milliseconds. */
interface Fate {
  readonly fault: CallFault | undefined;
  readonly beforeEffect: number;
  readonly beforeResponse: number;
  readonly draws: RandomSequence;
}

/** Where a run is made: what it says happens to calls, and which of it to leave out. */
export interface NetworkOptions {
  readonly clock: SimulatedTime;
  readonly chance: SeededRandom;
  readonly profile: FaultProfile;
  /** Names of decisions that are left out: such a call is returned at once. */
  readonly leftOut: ReadonlySet<string>;
  readonly timeline: Timeline;
  readonly coverage: Coverage;
}

/**
 * Everything that one part of the system asks of another passes here, and here the seed decides when
 * it takes effect, how often, and what the caller hears of it. Nothing else in a run waits, so
 * at any moment all that can happen next is what stands in the clock.
 */
export class Network {
  /** The names of all decisions that disturbed a call. */
  readonly disturbed: string[] = [];
  private calm = false;
  private openCalls = 0;
  private readonly numbers = new Map<string, number>();

  constructor(private readonly options: NetworkOptions) {}

  /** Calls that have begun and whose caller still waits. */
  get open(): number {
    return this.openCalls;
  }

  /** From now on every call takes effect once, and is returned at once. */
  calmDown(): void {
    this.calm = true;
  }

  /** The seed decides about calls again. */
  disturb(): void {
    this.calm = false;
  }

  get isCalm(): boolean {
    return this.calm;
  }

  async call<T>(call: Call<T>): Promise<T> {
    const invocation = currentInvocation();
    const from = call.from ?? invocation?.functionName ?? 'platform';
    const fate = this.fateOf(this.nameOf(`${from} ${call.operation} ${call.subject}`));
    this.options.coverage.visit(call, fate.fault ?? 'undisturbed');
    this.openCalls += 1;
    const outcome = await this.outcomeOf(call, from, fate, invocation);
    this.openCalls -= 1;
    switch (outcome.kind) {
      case 'response':
        return outcome.response;
      case 'error':
        throw outcome.error;
      case 'crash':
        invocation?.crash();
        return new Promise(() => {}); // what a process that has ended waits for
    }
  }

  private async outcomeOf<T>(
    call: Call<T>,
    from: string,
    fate: Fate,
    invocation: Invocation | undefined,
  ): Promise<Outcome<T>> {
    const { fault } = fate;
    if (fate.beforeEffect > 0) await this.pause(fate.beforeEffect);
    if (invocation?.crashed === true) return CRASH;
    this.trace(from, call, fault);
    if (fault === 'crash before') return crashOf(invocation);
    const work = this.carryOut(call, fate);
    if (fault === 'doubled') void this.repeat(from, call, fate.draws);
    const outcome = await work;
    if (fault === 'crash after') return crashOf(invocation);
    if (fate.beforeResponse > 0) await this.pause(fate.beforeResponse);
    if (fault !== 'lost response') return outcome;
    return { kind: 'error', error: new NetworkError(`No response: ${call.operation}.`) };
  }

  private async carryOut<T>(call: Call<T>, { fault, draws }: Fate): Promise<Outcome<T>> {
    const { operation, effect, partly } = call;
    try {
      if (fault !== 'refused') return { kind: 'response', response: await effect() };
      if (partly !== undefined && draws.happens(0.5)) {
        return { kind: 'response', response: await partly(draws) };
      }
      return { kind: 'error', error: new NetworkError(`Refused: ${operation}.`) };
    } catch (error) {
      return { kind: 'error', error };
    }
  }

  /** The call takes effect once more, unheard. */
  private async repeat<T>(from: string, call: Call<T>, draws: RandomSequence): Promise<void> {
    this.openCalls += 1;
    await this.pause(draws.oneOf([1, draws.between(1, 3_000), draws.between(1, 200_000)]));
    this.trace(from, call, 'again');
    await this.carryOut(call, { ...UNDISTURBED, draws });
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

  private fateOf(name: string): Fate {
    const { chance, profile, leftOut } = this.options;
    const draws = chance.of(name);
    if (this.calm) return { ...UNDISTURBED, draws };
    const isDisturbed = draws.happens(profile.rate);
    const delays = leftOut.has(LATENCY) ? AT_ONCE : ordinaryDelays(profile.latency, draws);
    const [first, ...others] = profile.calls;
    if (!isDisturbed || first === undefined || leftOut.has(name)) {
      return { fault: undefined, draws, ...delays };
    }
    this.disturbed.push(name);
    const fault = draws.oneOf([first, ...others]);
    return { fault, draws, ...(faultyDelays(fault, draws) ?? delays) };
  }

  private trace<T>(from: string, { operation, subject }: Call<T>, what: string | undefined): void {
    this.options.timeline.add(() => `${from} → ${operation} ${subject}${what ? `: ${what}` : ''}`);
  }
}

type Delays = Pick<Fate, 'beforeEffect' | 'beforeResponse'>;

/** The name of the time that calls take without any fault. */
export const LATENCY = 'latency';

const AT_ONCE: Delays = { beforeEffect: 0, beforeResponse: 0 };

const UNDISTURBED = { fault: undefined, ...AT_ONCE };

function ordinaryDelays(latency: number, draws: RandomSequence): Delays {
  if (latency === 0) return AT_ONCE;
  return { beforeEffect: draws.between(0, latency), beforeResponse: draws.between(0, latency) };
}

function faultyDelays(fault: CallFault, draws: RandomSequence): Delays | undefined {
  if (fault !== 'slow' && fault !== 'late') return undefined;
  const delay = fault === 'slow' ? draws.between(1, 3_000) : draws.between(10_000, 200_000);
  return draws.happens(0.5)
    ? { beforeEffect: delay, beforeResponse: 0 }
    : { beforeEffect: 0, beforeResponse: delay };
}

/** What a call came to; `crash` where its process has ended. */
type Outcome<T> =
  | { readonly kind: 'response'; readonly response: T }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'crash' };

const CRASH = { kind: 'crash' } as const;

function crashOf(invocation: Invocation | undefined): Outcome<never> {
  if (invocation !== undefined) return CRASH;
  return { kind: 'error', error: new NetworkError('The caller is gone.') };
}
