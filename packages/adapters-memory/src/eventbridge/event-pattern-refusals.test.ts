import { describe, expect, it } from '@jest/globals';
import { compilePattern, type EventPattern } from './event-pattern.js';

/** Compiles a pattern from outside, which no type has checked. */
function compileJson(json: string): unknown {
  const pattern: EventPattern = JSON.parse(json);
  return compilePattern(pattern);
}

function aRefusal(path: string, message: string): unknown {
  return expect.objectContaining({
    name: 'EventPatternInvalidError',
    code: 'EVENT_PATTERN_INVALID',
    path,
    message: expect.stringContaining(message),
  });
}

describe('a pattern that EventBridge refuses is refused with its path:', () => {
  it.each([
    ['', '{}', 'pattern must be an object with at least one field'],
    ['', '[]', 'pattern must be an object'],
    ['', '"x"', 'pattern must be an object'],
    ['a', '{ "a": {} }', "'s a must be an object with at least one field"],
    ['a.b', '{ "a": { "b": [] } }', "'s a.b must be a list of at least one value or operator"],
    ['a.b', '{ "a": { "b": "x" } }', 'a list of values or operators, or an object'],
    ['a', '{ "a": null }', 'a list of values'],
    ['a[1]', '{ "a": ["x", ["y"]] }', 'a string, a number, true, false, null or an operator'],
    ['a[0]', '{ "a": [1e999] }', 'a number'],
    ['a[0]', '{ "a": [{}] }', 'an object with one operator'],
    ['a[0]', '{ "a": [{ "prefixx": "x" }] }', 'an object with one operator'],
    ['a[0]', '{ "a": [{ "toString": "x" }] }', 'an object with one operator'],
    ['a[0]', '{ "a": [{ "prefix": "x", "suffix": "y" }] }', 'an object with one operator'],
    ['a[0].exists', '{ "a": [{ "exists": "true" }] }', 'true or false'],
  ])('at %p, %s', (path, json, message) => {
    expect(() => compileJson(json)).toThrow(aRefusal(path, message));
  });
});

describe('an operator of EventBridge that is not supported here is refused by its name:', () => {
  it.each([
    ['prefix', 'a[0]', '{ "a": [{ "prefix": "x" }] }'],
    ['suffix', 'a[0]', '{ "a": [{ "suffix": "x" }] }'],
    ['equals-ignore-case', 'a[0]', '{ "a": [{ "equals-ignore-case": "x" }] }'],
    ['wildcard', 'a[1]', '{ "a": ["x", { "wildcard": "a*b" }] }'],
    ['anything-but', 'a.b[0]', '{ "a": { "b": [{ "anything-but": ["x"] }] } }'],
    ['numeric', 'a[0]', '{ "a": [{ "numeric": ["=", 1] }] }'],
    ['cidr', 'a[0]', '{ "a": [{ "cidr": "10.0.0.0/24" }] }'],
    ['$or', 'a.$or', '{ "a": { "$or": [{ "b": ["x"] }, { "c": ["y"] }] } }'],
  ])('%s', (operator, path, json) => {
    expect(() => compileJson(json)).toThrow(
      aRefusal(path, `uses ${operator}, which is valid in EventBridge but not supported here`),
    );
  });
});

type IsPattern<T> = T extends EventPattern ? true : false;

/** Whether each pattern has the type `EventPattern`. */
const compiled: {
  readonly rightOperator: IsPattern<{ a: [{ exists: true }] }>;
  readonly unsupportedOperator: IsPattern<{ a: [{ prefix: 'x' }] }>;
  readonly leafWithoutList: IsPattern<{ a: 'x' }>;
  readonly existsAsText: IsPattern<{ a: [{ exists: 'true' }] }>;
} = {
  rightOperator: true,
  unsupportedOperator: false,
  leafWithoutList: false,
  existsAsText: false,
};

describe('the type of patterns', () => {
  it('allows only supported operators', () => {
    expect(Object.values(compiled).filter(Boolean)).toEqual([compiled.rightOperator]);
  });
});
