import type { Chance, Draws } from './chance.js';
import type { ChangeCell, Coverage } from './coverage.js';
import type { CallFault, FaultProfile } from './faults.js';
import { currentInvocation, type Invocation } from './invocations.js';
import type { SimulatedTime } from './simulated-time.js';
import type { Timeline } from './timeline.js';

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
  readonly partly?: (draws: Draws) => Promise<T>;
}

/** What the seed decided about a call. Times are milliseconds. */
interface Fate {
  readonly fault: CallFault | undefined;
  readonly beforeEffect: number;
  readonly beforeAnswer: number;
  readonly draws: Draws;
}

/** Where a schedule is made: what it says happens to calls, and which of it to leave out. */
export interface NetworkOptions {
  readonly clock: SimulatedTime;
  readonly chance: Chance;
  readonly profile: FaultProfile;
  /** Names of decisions that are left out: such a call is answered at once. */
  readonly leftOut: ReadonlySet<string>;
  readonly timeline: Timeline;
  readonly coverage: Coverage;
}

/**
 * Everything that one part of the system asks of another passes here, and here the seed decides when
 * it takes effect, how often, and what the caller hears of it. Nothing else in a schedule waits, so
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

  /** From now on every call takes effect once, and is answered at once. */
  calmDown(): void {
    this.calm = true;
  }

  get isCalm(): boolean {
    return this.calm;
  }

  async call<T>(call: Call<T>): Promise<T> {
    const invocation = currentInvocation();
    const from = call.from ?? invocation?.functionName ?? 'platform';
    const name = this.nameOf(`${from} ${call.operation} ${call.subject}`);
    const fate = this.fateOf(name);
    this.options.coverage.visit(call, fate.fault ?? 'undisturbed');
    this.openCalls += 1;
    return new Promise<T>((resolve, reject) => {
      const answer = (tell: () => void): void => {
        this.openCalls -= 1;
        tell();
      };
      const crash = (): void => answer(() => endProcess(invocation, reject));
      this.after(fate.beforeEffect, () => {
        if (invocation?.crashed === true) return answer(() => {});
        this.trace(from, call, fate.fault);
        if (fate.fault === 'crash before') return crash();
        this.carryOut(call, fate).then(
          (result) => {
            if (fate.fault === 'crash after') return crash();
            this.after(fate.beforeAnswer, () =>
              answer(() =>
                fate.fault === 'lost answer'
                  ? reject(new NetworkError(`No answer: ${call.operation}.`))
                  : resolve(result),
              ),
            );
          },
          (error: unknown) => this.after(fate.beforeAnswer, () => answer(() => reject(error))),
        );
        if (fate.fault === 'doubled') this.repeat(from, call, fate.draws);
      });
    });
  }

  private async carryOut<T>({ operation, effect, partly }: Call<T>, fate: Fate): Promise<T> {
    if (fate.fault !== 'refused') return effect();
    if (partly !== undefined && fate.draws.happens(0.5)) return partly(fate.draws);
    throw new NetworkError(`Refused: ${operation}.`);
  }

  /** The call takes effect once more, unheard. */
  private repeat<T>(from: string, call: Call<T>, draws: Draws): void {
    this.openCalls += 1;
    this.after(draws.oneOf([0, draws.between(1, 3_000), draws.between(1, 200_000)]), () => {
      this.trace(from, call, 'again');
      const done = (): void => void (this.openCalls -= 1);
      call.effect().then(done, done);
    });
  }

  private after(milliseconds: number, run: () => void): void {
    const { clock } = this.options;
    if (milliseconds === 0) run();
    else clock.schedule(clock.now() + milliseconds, run);
  }

  private nameOf(call: string): string {
    const number = (this.numbers.get(call) ?? 0) + 1;
    this.numbers.set(call, number);
    return `${call} ${number}`;
  }

  private fateOf(name: string): Fate {
    const { chance, profile, leftOut } = this.options;
    const draws = chance.of(name);
    if (this.calm) return { fault: undefined, draws, ...AT_ONCE };
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

type Delays = Pick<Fate, 'beforeEffect' | 'beforeAnswer'>;

/** The name of the time that calls take without any fault. */
export const LATENCY = 'latency';

const AT_ONCE: Delays = { beforeEffect: 0, beforeAnswer: 0 };

function ordinaryDelays(latency: number, draws: Draws): Delays {
  if (latency === 0) return AT_ONCE;
  return { beforeEffect: draws.between(0, latency), beforeAnswer: draws.between(0, latency) };
}

function faultyDelays(fault: CallFault, draws: Draws): Delays | undefined {
  if (fault !== 'slow' && fault !== 'late') return undefined;
  const delay = fault === 'slow' ? draws.between(1, 3_000) : draws.between(10_000, 200_000);
  return draws.happens(0.5)
    ? { beforeEffect: delay, beforeAnswer: 0 }
    : { beforeEffect: 0, beforeAnswer: delay };
}

function endProcess(invocation: Invocation | undefined, fail: (error: Error) => void): void {
  if (invocation === undefined) fail(new NetworkError('The caller is gone.'));
  else invocation.crash();
}
