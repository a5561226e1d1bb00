import { describe, expect, it } from '@jest/globals';
import { idGeneratorContract } from '@snacks/domain/testing';

import { notificationStep, stockStep, type FulfilmentStep } from '@snacks/domain/use-cases';

import { functionsInMemory } from '../../test/functions-in-memory.js';
import { environmentOf, topology } from '../topology/topology.js';
import { compose, type Composition, type CompositionFor } from './compose.js';
import { readEnvironment } from './environment.js';
import { fulfilment } from './fulfilment.js';
import type { ServiceName } from './ports.js';
import {
  approvalDeadlineHours,
  indexShards,
  paymentRules,
  retentionDays,
  sweeperPage,
  unknownSnacks,
} from './parameters.js';
import { CryptoIdGenerator, SystemClock } from './node-adapters.js';
import * as USE_CASES from './use-cases.js';

idGeneratorContract({ describe, it }, () => new CryptoIdGenerator());

describe('the composition root', () => {
  it('creates each adapter once, when it is first needed', () => {
    let created = 0;
    const composition = compose({
      publisher: () => {
        created += 1;
        return { publish: async () => [] };
      },
      deadLetters: () => ({ add: async () => undefined }),
    });
    expect(created).toBe(0);

    const first = composition.get(USE_CASES.relayEvents);
    const second = composition.get(USE_CASES.relayEvents);

    expect(first).toBe(second);
    expect(created).toBe(1);
  });

  it('compiles only with everything that the use case of a function needs', () => {
    type Enough<Has extends ServiceName> =
      Composition<Has> extends CompositionFor<'relayEvents'> ? true : false;

    const both: Enough<'publisher' | 'deadLetters'> = true;
    const one: Enough<'publisher'> = false;
    const other: Enough<'orders' | 'clock'> = false;

    expect([both, one, other]).toEqual([true, false, false]);
  });

  it('runs the fulfilment steps of the platform and those of a service in the given order', () => {
    const own: FulfilmentStep = {
      name: 'own',
      run: async () => 'done',
      commit: async () => {},
      undo: async () => {},
    };
    const { adapters } = functionsInMemory();

    const { steps } = fulfilment([stockStep, () => own, notificationStep], adapters);

    expect(steps().map(({ name }) => name)).toEqual(['stock', 'own', 'notification']);
  });
});

describe('the system clock', () => {
  it('returns the time of the machine', () => {
    const before = Date.now();
    const now = new SystemClock().now();

    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe("a function's environment", () => {
  const complete = {
    ORDERS_TABLE_NAME: 'Orders',
    INDEX_SHARDS: '8',
    EVENT_BUS_NAME: 'bus',
    CATALOGUE_TABLE_NAME: 'Catalogue',
    CATALOGUE: 'optional',
    AUTH: 'jwt',
    LOG_LEVEL: 'warn',
    LOG_SAMPLING: '10',
  };

  it('has what the topology gives the function', () => {
    const environment = readEnvironment('order-creator', complete);

    expect(environment.logLevel).toBe('warn');
    expect(environment.logSampling).toBe(10);
    expect(environment.value('ORDERS_TABLE_NAME')).toBe('Orders');
  });

  it('refuses a variable that the topology does not give the function', () => {
    const environment = readEnvironment('order-creator', complete);

    expect(() => environment.value('EVENT_BUS_NAME')).toThrow(
      'The topology does not give EVENT_BUS_NAME to order-creator.',
    );
  });

  it('names every missing variable', () => {
    expect(() =>
      readEnvironment('order-sweeper', { LOG_LEVEL: 'info', EVENT_BUS_NAME: 'bus', STAGE: '' }),
    ).toThrow(
      'order-sweeper needs ORDERS_TABLE_NAME and INDEX_SHARDS and APPROVAL_DEADLINE_HOURS and SWEEPER_PAGE and STAGE and LOG_SAMPLING in its environment.',
    );
  });

  it('returns how callers are authenticated, and lists the valid values if AUTH is invalid', () => {
    expect(readEnvironment('order-creator', complete).authentication()).toBe('jwt');
    const environment = readEnvironment('order-creator', { ...complete, AUTH: 'JWT' });

    expect(() => environment.authentication()).toThrow(
      'AUTH of order-creator must be one of jwt, open.',
    );
  });

  it('lists the log levels if LOG_LEVEL is unknown', () => {
    expect(() => readEnvironment('order-creator', { ...complete, LOG_LEVEL: 'loud' })).toThrow(
      'LOG_LEVEL of order-creator must be one of debug, info, warn, error, silent.',
    );
  });

  it.each(['101', '-1', '0.5', 'all'])('refuses a sampling of %s percent', (value) => {
    expect(() => readEnvironment('order-creator', { ...complete, LOG_SAMPLING: value })).toThrow(
      'LOG_SAMPLING of order-creator must be a whole number of percent from 0 to 100.',
    );
  });

  it.each(['0', '-1', '1.5', 'a day', '10000'])('refuses a deadline of %s hours', (value) => {
    const environment = readEnvironment('order-sweeper', {
      ...complete,
      STAGE: 'test',
      SWEEPER_PAGE: '1',
      APPROVAL_DEADLINE_HOURS: value,
    });

    expect(() => approvalDeadlineHours(environment)).toThrow('must be a whole number of hours');
  });

  it.each(['0', '-1', '1e4', 'all', '1000000'])('refuses a page of %s orders', (value) => {
    const environment = readEnvironment('order-sweeper', {
      ...complete,
      STAGE: 'test',
      APPROVAL_DEADLINE_HOURS: '24',
      SWEEPER_PAGE: value,
    });

    expect(() => sweeperPage(environment)).toThrow('must be a whole number of orders');
  });
});

/** The environment of the processor, with some deployment parameters changed. */
const processor = (changes: Readonly<Record<string, string>> = {}) =>
  readEnvironment('order-processor', {
    ...Object.fromEntries(environmentOf('order-processor').map((name) => [name, 'x'])),
    LOG_LEVEL: 'info',
    ...topology.parameters,
    ...changes,
  });

describe("the processor's deployment parameters", () => {
  it('default to 90 days, eight shards, unlimited snacks, and approved payments', () => {
    const environment = processor();

    expect(retentionDays(environment)).toBe(90);
    expect(indexShards(environment)).toBe(8);
    expect(unknownSnacks(environment)).toBe('unlimited');
    expect(paymentRules(environment)).toEqual([]);
  });

  it('can be changed', () => {
    const rules = [{ when: { amount: 6.66 }, reaction: 'decline' }];
    const environment = processor({
      RETENTION_DAYS: '7',
      INDEX_SHARDS: '20',
      UNKNOWN_SNACKS: 'refused',
      PAYMENT_RULES: JSON.stringify(rules),
    });

    expect(retentionDays(environment)).toBe(7);
    expect(indexShards(environment)).toBe(20);
    expect(unknownSnacks(environment)).toBe('refused');
    expect(paymentRules(environment)).toEqual([{ when: { amount: 666 }, reaction: 'decline' }]);
  });

  it.each([
    ['RETENTION_DAYS', '0', retentionDays, 'a whole number of days'],
    ['RETENTION_DAYS', 'ninety', retentionDays, 'a whole number of days'],
    ['INDEX_SHARDS', '0', indexShards, 'a whole number of shards from 1 to 200'],
    ['INDEX_SHARDS', '201', indexShards, 'a whole number of shards from 1 to 200'],
    ['UNKNOWN_SNACKS', 'strict', unknownSnacks, 'one of unlimited, refused'],
    ['PAYMENT_RULES', '[', paymentRules, 'PAYMENT_RULES is invalid: it is not JSON'],
    ['PAYMENT_RULES', '[{}]', paymentRules, 'PAYMENT_RULES is invalid: Payment rules must be'],
  ])('are refused if they are invalid: %s is %j', (name, value, read, message) => {
    expect(() => read(processor({ [name]: value }))).toThrow(message);
  });
});
