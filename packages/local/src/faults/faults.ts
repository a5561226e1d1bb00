import { AsyncLocalStorage } from 'node:async_hooks';
import type { Timers } from '@snacks/adapters-memory';
import type { Adapters, LambdaHandler } from '@snacks/handlers';

import type { Handlers } from '../platform/platform-options.js';
import type { Fault, FaultKind, FaultyPort } from './fault.js';

/** A call met a fault. */
export class InjectedFaultError extends Error {
  override readonly name = 'InjectedFaultError';
  readonly code = 'FAULT_INJECTED';

  constructor(target: string, fault: FaultKind) {
    super(`The fault "${fault}" of ${target} is switched on.`);
  }
}

/** An invocation that crashes: after its first change, no call has an effect. */
interface CrashingInvocation {
  hasChanged: boolean;
}

/** The calls of ports that change nothing. */
const READS: ReadonlySet<string> = new Set([
  'find',
  'read',
  'list',
  'lastEvents',
  'tokensOf',
  'prepare',
]);

/**
 * Faults that can be switched on and off while the platform runs. They are between the functions and
 * their ports, and around the functions, where faults of an account occur.
 */
export class Faults {
  private current: readonly Fault[] = [];
  private count = 0;
  private readonly crashing = new AsyncLocalStorage<CrashingInvocation>();

  /** @param random a number from 0 up to but not including 1. */
  constructor(
    private readonly timers: Timers,
    private readonly random: () => number,
  ) {}

  get all(): readonly Fault[] {
    return this.current;
  }

  /** The number of calls that met a fault. */
  get injected(): number {
    return this.count;
  }

  replace(faults: readonly Fault[]): void {
    this.current = faults;
  }

  /** The adapters, with the faults of their ports. */
  wrapAdapters(adapters: Adapters): Adapters {
    return {
      ...adapters,
      orders: this.port('orders', adapters.orders),
      publisher: this.port('publisher', adapters.publisher),
      deadLetters: this.port('deadLetters', adapters.deadLetters),
      inventory: this.port('inventory', adapters.inventory),
      payments: this.port('payments', adapters.payments),
      notifications: this.port('notifications', adapters.notifications),
      approvalTasks: this.port('approvalTasks', adapters.approvalTasks),
      approvalWorkflow: this.port('approvalWorkflow', adapters.approvalWorkflow),
      approvers: this.port('approvers', adapters.approvers),
      eventQueue: this.port('eventQueue', adapters.eventQueue),
      eventRecords: this.port('eventRecords', adapters.eventRecords),
      catalogue: this.port('catalogue', adapters.catalogue),
    };
  }

  /** The functions, with their faults. */
  wrapHandlers(handlers: Handlers): Handlers {
    const wrapped: Record<string, LambdaHandler> = {};
    for (const [name, handler] of Object.entries(handlers)) {
      wrapped[name] = async (event, context) =>
        this.invoke(context.functionName, async () => handler(event, context));
    }
    return { ...handlers, ...wrapped };
  }

  private port<T extends object>(name: FaultyPort, provide: () => T): () => T {
    return () => this.wrap(name, provide());
  }

  private wrap<T extends object>(name: FaultyPort, port: T): T {
    return new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          const isRead = READS.has(String(key));
          const result = await this.call(name, isRead, async (): Promise<unknown> =>
            Reflect.apply(member, target, args),
          );
          // A prepared reservation makes the calls that follow.
          const isPrepared = key === 'prepare' && typeof result === 'object' && result !== null;
          return isPrepared ? this.wrap(name, result) : result;
        };
      },
    });
  }

  /** A call of a port: it meets the faults of the port, and ends a crashing invocation. */
  private async call<T>(name: FaultyPort, isRead: boolean, work: () => Promise<T>): Promise<T> {
    const invocation = this.crashing.getStore();
    if (invocation?.hasChanged === true) throw new InjectedFaultError(name, 'crash');
    if (invocation !== undefined && !isRead) invocation.hasChanged = true;
    return this.meet(name, work);
  }

  private async invoke<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (!this.strikes(name, 'crash')) return this.meet(name, work);
    await this.crashing.run({ hasChanged: false }, work).catch(() => {});
    throw new InjectedFaultError(name, 'crash');
  }

  /** Does the work, as the faults of the target let it. */
  private async meet<T>(name: string, work: () => Promise<T>): Promise<T> {
    const slow = this.strikes(name, 'slow');
    if (slow !== undefined) await this.wait(slow.milliseconds ?? 0);
    if (this.strikes(name, 'refuse')) throw new InjectedFaultError(name, 'refuse');
    const result = await work();
    if (this.strikes(name, 'lose response')) throw new InjectedFaultError(name, 'lose response');
    return result;
  }

  /** Returns the fault of this kind that a call of the target meets now, if it meets one. */
  private strikes(name: string, kind: FaultKind): Fault | undefined {
    const fault = this.current.find((one) => one.target === name && one.fault === kind);
    if (fault === undefined || this.random() * 100 >= fault.percent) return undefined;
    this.count += 1;
    return fault;
  }

  private async wait(milliseconds: number): Promise<void> {
    const { timers } = this;
    await new Promise<void>((resolve) => {
      timers.runAt(timers.now() + milliseconds, resolve);
    });
  }
}
