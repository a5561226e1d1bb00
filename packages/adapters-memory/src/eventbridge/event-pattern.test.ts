import { describe, expect, it } from '@jest/globals';
import { compilePattern, type EventPattern } from './event-pattern.js';

describe('a pattern', () => {
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

  it('does not take what every object inherits for a field', () => {
    expect(compilePattern({ constructor: [{ exists: true }] })({})).toBe(false);
    expect(compilePattern({ toString: { name: ['toString'] } })({})).toBe(false);
  });

  const EMPLOYEES = {
    employees: [
      [{ firstName: 'John', lastName: 'Doe' }],
      [{ firstName: 'Anna', lastName: 'Smith', roles: ['lead'] }],
      'nobody',
    ],
  };

  it.each<[string, EventPattern, boolean]>([
    ['one field of an element', { employees: { firstName: ['Anna'] } }, true],
    ['two of one element', { employees: { firstName: ['Anna'], lastName: ['Smith'] } }, true],
    ['two of two elements', { employees: { firstName: ['Anna'], lastName: ['Doe'] } }, false],
    ['an array in an element', { employees: { lastName: ['Smith'], roles: ['lead'] } }, true],
    ['what no element has', { employees: { age: [{ exists: false }] } }, true],
    ['what only one lacks', { employees: { roles: [{ exists: false }] } }, false],
    ['a value beside the objects', { employees: ['nobody'] }, true],
  ])('looks into arrays of arrays of objects: %s', (_case, pattern, matching) => {
    expect(compilePattern(pattern)(EMPLOYEES)).toBe(matching);
  });

  it('takes a missing object for one without any value', () => {
    const matches = compilePattern({ detail: { note: [{ exists: false }] } });

    expect(matches({})).toBe(true);
    expect(matches({ detail: [] })).toBe(true);
    expect(matches({ detail: 'text' })).toBe(true);
    expect(matches({ detail: { note: null } })).toBe(false);
  });

  it.each([
    [{ source: 's', a: 1 }, true],
    [{ source: 's', b: 2, c: { d: 4 } }, true],
    [{ source: 's', b: 2, c: { e: 5 } }, true],
    [{ source: 's', b: 2 }, false],
    [{ source: 's' }, false],
    [{ source: 't', a: 1 }, false],
  ])('with $or, also nested, decides on %j', (event, matching) => {
    const matches = compilePattern({
      source: ['s'],
      $or: [{ a: [1] }, { b: [2], c: { $or: [{ d: [4] }, { e: [5] }] } }],
    });

    expect(matches(event)).toBe(matching);
  });

  it('matches the envelope of an order event', () => {
    const matches = compilePattern({
      source: ['serverless.snacks'],
      'detail-type': [{ prefix: 'Order ' }],
      detail: { status: ['NEW', 'APPROVED'], totalAmount: [{ numeric: ['>', 5] }] },
    });
    const envelope = { source: 'serverless.snacks', 'detail-type': 'Order Created' };

    expect(matches({ ...envelope, detail: { status: 'NEW', totalAmount: 9.97 } })).toBe(true);
    expect(matches({ ...envelope, detail: { status: 'CANCELLED', totalAmount: 9.97 } })).toBe(
      false,
    );
  });
});
