import type { FulfilmentPorts } from '../../fulfilment/fulfilment-steps.js';

/** What goes wrong with one call of a step. */
export const FAULTS = [
  'nothing',
  'throws before it takes effect',
  'throws after it took effect',
  /** It never takes effect, and its run is given up. */
  'times out',
  /** Its run is given up, and goes on once everything is over. */
  'succeeds late',
  /** Its process dies, and what was under way takes effect once everything is over. */
  'succeeds late, alone',
  /** It takes effect, and its process dies. */
  'crashes',
] as const;

export type Fault = (typeof FAULTS)[number];

/** The calls of the steps on their ports. */
export const CALLS = [
  'reserve',
  'authorise',
  'confirm',
  'capture',
  'release',
  'refund',
  'notify',
] as const;

export type StepCall = (typeof CALLS)[number];

/** A promise, and how to keep it. */
class Moment {
  readonly reached: Promise<void>;
  private readonly waiting: (() => void)[] = [];

  constructor() {
    this.reached = new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  reach(): void {
    for (const goOn of this.waiting) goOn();
  }
}

const NEVER = new Promise<never>(() => {});

/** A fault of the first call of its kind, with something else that happens just before it. */
export class FaultyCall {
  /** Reached when the run of the call is to be given up. */
  readonly givenUp = new Moment();
  /** Reached by the test when everything is over, and late effects come. */
  readonly late = new Moment();
  /** What takes effect after everything is over. */
  lateEffect: Promise<unknown> = Promise.resolve();
  private pending = true;

  constructor(
    private readonly call: StepCall,
    private readonly fault: Fault,
    private readonly meanwhile: () => Promise<void>,
  ) {}

  /** The ports, with the fault in them. */
  in({ inventory, payments, notifications }: FulfilmentPorts): FulfilmentPorts {
    return {
      inventory: {
        reserve: async (...order) => this.pass('reserve', async () => inventory.reserve(...order)),
        confirm: async (...order) => this.pass('confirm', async () => inventory.confirm(...order)),
        release: async (...order) => this.pass('release', async () => inventory.release(...order)),
      },
      payments: {
        authorise: async (request) =>
          this.pass('authorise', async () => payments.authorise(request)),
        capture: async (order) => this.pass('capture', async () => payments.capture(order)),
        refund: async (order) => this.pass('refund', async () => payments.refund(order)),
      },
      notifications: {
        notify: async (event) => this.pass('notify', async () => notifications.notify(event)),
      },
    };
  }

  private async pass<T>(call: StepCall, effect: () => Promise<T>): Promise<T> {
    if (call !== this.call || !this.pending) return effect();
    this.pending = false;
    await this.meanwhile();
    return this.spoil(effect);
  }

  private async spoil<T>(effect: () => Promise<T>): Promise<T> {
    switch (this.fault) {
      case 'nothing':
        return effect();
      case 'throws before it takes effect':
        throw new Error('no network');
      case 'throws after it took effect':
        await effect();
        throw new Error('the response was lost');
      case 'times out':
        this.givenUp.reach();
        return NEVER;
      case 'succeeds late':
        this.givenUp.reach();
        await this.late.reached;
        return effect();
      case 'succeeds late, alone':
        this.givenUp.reach();
        this.lateEffect = this.late.reached.then(effect);
        return NEVER;
      case 'crashes':
        await effect();
        this.givenUp.reach();
        return NEVER;
    }
  }
}
