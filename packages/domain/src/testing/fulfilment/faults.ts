import type { FulfilmentPorts } from '../../fulfilment/fulfilment-steps.js';

/** The faults of one call of a fulfilment step. */
export const FAULTS = [
  'none',
  'throws before it takes effect',
  'throws after it took effect',
  /** It never takes effect; its run is given up. */
  'times out',
  /** Its run is given up, and continues after the other runs. */
  'succeeds late',
  /** Its process crashes; the call takes effect after the other runs. */
  'takes effect late',
  /** It takes effect; its process crashes. */
  'crashes',
] as const;

export type Fault = (typeof FAULTS)[number];

/** The calls of the fulfilment steps to their ports. */
export const CALLS = [
  'prepare',
  'authorise',
  'hold',
  'confirm',
  'capture',
  'release',
  'refund',
  'notify',
] as const;

export type StepCall = (typeof CALLS)[number];

/** A signal that the test gives once, and others wait for. */
class Signal {
  readonly given: Promise<void>;
  private readonly resolvers: (() => void)[] = [];

  constructor() {
    this.given = new Promise((resolve) => {
      this.resolvers.push(resolve);
    });
  }

  give(): void {
    for (const resolve of this.resolvers) resolve();
  }
}

const NEVER = new Promise<never>(() => {});

/** A fault in the first call of a kind, and something else that happens directly before it. */
export class FaultyCall {
  /** The run of the call is given up. */
  readonly givenUp = new Signal();
  /** The other runs have ended, so that late effects happen. */
  readonly late = new Signal();
  /** The late effect, if there is one. */
  lateEffect: Promise<unknown> = Promise.resolve();
  private pending = true;

  constructor(
    private readonly call: StepCall,
    private readonly fault: Fault,
    private readonly meanwhile: () => Promise<void>,
  ) {}

  /** The ports with the fault in them. */
  in({ inventory, payments, notifications }: FulfilmentPorts): FulfilmentPorts {
    return {
      inventory: {
        prepare: async (...order) => {
          const reservation = await this.pass('prepare', async () => inventory.prepare(...order));
          return { hold: async () => this.pass('hold', async () => reservation.hold()) };
        },
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
    return this.withFault(effect);
  }

  private async withFault<T>(effect: () => Promise<T>): Promise<T> {
    switch (this.fault) {
      case 'none':
        return effect();
      case 'throws before it takes effect':
        throw new Error('no network');
      case 'throws after it took effect':
        await effect();
        throw new Error('the response was lost');
      case 'times out':
        this.givenUp.give();
        return NEVER;
      case 'succeeds late':
        this.givenUp.give();
        await this.late.given;
        return effect();
      case 'takes effect late':
        this.givenUp.give();
        this.lateEffect = this.late.given.then(effect);
        return NEVER;
      case 'crashes':
        await effect();
        this.givenUp.give();
        return NEVER;
    }
  }
}
