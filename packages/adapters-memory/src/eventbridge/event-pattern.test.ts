import { describe, expect, it } from '@jest/globals';
import { compilePattern, type EventPattern } from './event-pattern.js';

interface ValueCase {
  readonly pattern: EventPattern;
  /** Values of the field `x` that match. */
  readonly matching: readonly unknown[];
  /** Values of the field `x` that do not match; `undefined` means no such field. */
  readonly others: readonly unknown[];
}

const VALUES: Readonly<Record<string, ValueCase>> = {
  'a string': {
    pattern: { x: ['on'] },
    matching: ['on', ['off', 'on']],
    others: ['On', 'on ', '', null, true, undefined, [], {}, { on: 'on' }, ['off']],
  },
  'several values': {
    pattern: { x: ['a', 1, null] },
    matching: ['a', 1, 1.0, null, [2, 1]],
    others: ['b', '1', 'null', 0, false, undefined],
  },
  'the empty string': { pattern: { x: [''] }, matching: [''], others: [' ', null, 0, undefined] },
  'a number': {
    pattern: { x: [3.5] },
    matching: [3.5, 35e-1],
    others: ['3.5', 3, -3.5, undefined],
  },
  'a boolean': { pattern: { x: [true] }, matching: [true], others: ['true', 1, false, undefined] },
  null: { pattern: { x: [null] }, matching: [null], others: ['null', 0, '', false, undefined] },
  'an existing value': {
    pattern: { x: [{ exists: true }] },
    matching: ['', 0, false, null, ['a']],
    others: [undefined, [], {}, { y: 1 }, [{ y: 1 }]],
  },
  'a missing value': {
    pattern: { x: [{ exists: false }] },
    matching: [undefined, [], {}, { y: 1 }],
    others: ['', 0, false, null, ['a']],
  },
  'a missing value or one of two': {
    pattern: { x: [{ exists: false }, 'a', 'b'] },
    matching: [undefined, 'a', 'b'],
    others: ['c', null],
  },
};

function eventOf(x: unknown): Readonly<Record<string, unknown>> {
  return x === undefined ? {} : { x };
}

describe.each(Object.entries(VALUES))(
  'a pattern with %s',
  (_name, { pattern, matching, others }) => {
    const matches = compilePattern(pattern);

    it.each(matching.map((x) => [x]))('matches %j', (x) => {
      expect(matches(eventOf(x))).toBe(true);
    });

    it.each(others.map((x) => [x]))('does not match %j', (x) => {
      expect(matches(eventOf(x))).toBe(false);
    });
  },
);

describe('a pattern with several fields', () => {
  it.each([
    ['all fields match', { a: 1, b: { c: 'x', d: 'more' }, e: 'more' }, true],
    ['a field does not match', { a: 2, b: { c: 'x' } }, false],
    ['a nested field does not match', { a: 1, b: { c: 'y' } }, false],
    ['a nested field is missing', { a: 1, b: {} }, false],
    ['the nested object is missing', { a: 1 }, false],
    ['the nested object is a value', { a: 1, b: 'x' }, false],
    ['the nested object is null', { a: 1, b: null }, false],
  ])('decides where %s', (_case, event, matching) => {
    expect(compilePattern({ a: [1], b: { c: ['x'] } })(event)).toBe(matching);
  });

  it('ignores the properties that every object inherits', () => {
    expect(compilePattern({ constructor: [{ exists: true }] })({})).toBe(false);
    expect(compilePattern({ toString: { name: ['toString'] } })({})).toBe(false);
  });

  const EMPLOYEES = {
    employees: [
      [{ firstName: 'John', lastName: 'Doe' }],
      [{ firstName: 'Anna', lastName: 'Smith', roles: ['lead'] }],
      'vacant',
    ],
  };

  it.each<[string, EventPattern, boolean]>([
    ['one field of an element', { employees: { firstName: ['Anna'] } }, true],
    ['two of one element', { employees: { firstName: ['Anna'], lastName: ['Smith'] } }, true],
    ['two of two elements', { employees: { firstName: ['Anna'], lastName: ['Doe'] } }, false],
    ['an array in an element', { employees: { lastName: ['Smith'], roles: ['lead'] } }, true],
    ['a field that no element has', { employees: { age: [{ exists: false }] } }, true],
    ['a field that one element has', { employees: { roles: [{ exists: false }] } }, false],
    ['a value beside the objects', { employees: ['vacant'] }, true],
  ])('looks into arrays of arrays of objects: %s', (_case, pattern, matching) => {
    expect(compilePattern(pattern)(EMPLOYEES)).toBe(matching);
  });

  it('treats a missing object as an object without values', () => {
    const matches = compilePattern({ detail: { note: [{ exists: false }] } });

    expect(matches({})).toBe(true);
    expect(matches({ detail: [] })).toBe(true);
    expect(matches({ detail: 'text' })).toBe(true);
    expect(matches({ detail: { note: null } })).toBe(false);
  });

  it('matches the envelope of an order event', () => {
    const matches = compilePattern({
      source: ['serverless.snacks'],
      'detail-type': ['Order Created'],
      detail: { status: ['NEW', 'APPROVED'], orderId: [{ exists: true }] },
    });
    const envelope = { source: 'serverless.snacks', 'detail-type': 'Order Created' };

    expect(matches({ ...envelope, detail: { status: 'NEW', orderId: 'x' } })).toBe(true);
    expect(matches({ ...envelope, detail: { status: 'CANCELLED', orderId: 'x' } })).toBe(false);
  });
});
