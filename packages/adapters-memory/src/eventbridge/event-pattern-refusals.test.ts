import { describe, expect, it } from '@jest/globals';
import { compilePattern, type EventPattern } from './event-pattern.js';

/** A pattern as it may come from outside, where no type has kept it right. */
function compileJson(json: string): unknown {
  const pattern: EventPattern = JSON.parse(json);
  return compilePattern(pattern);
}

describe('a pattern that EventBridge would refuse is refused with its place:', () => {
  it.each([
    ['', '{}', 'an object with at least one field'],
    ['', '[]', 'an object'],
    ['', '"x"', 'an object'],
    ['a', '{ "a": {} }', 'an object with at least one field'],
    ['a.b', '{ "a": { "b": [] } }', 'at least one value or operator'],
    ['a.b', '{ "a": { "b": "x" } }', 'a list of values or operators, or an object'],
    ['a', '{ "a": null }', 'a list of values'],
    ['a[1]', '{ "a": ["x", ["y"]] }', 'a string, a number, true, false, null or an operator'],
    ['a[0]', '{ "a": [1e999] }', 'a number'],
    ['a[0]', '{ "a": [{}] }', 'one operator of prefix'],
    ['a[0]', '{ "a": [{ "prefixx": "x" }] }', 'wildcard, anything-but, numeric, cidr, exists'],
    ['a[0]', '{ "a": [{ "toString": "x" }] }', 'one operator of prefix'],
    ['a[0]', '{ "a": [{ "prefix": "x", "suffix": "y" }] }', 'one operator of prefix'],
    ['a[0].prefix', '{ "a": [{ "prefix": 1 }] }', 'a string'],
    ['a[0].prefix', '{ "a": [{ "prefix": { "wildcard": "x" } }] }', 'equals-ignore-case'],
    ['a[0].prefix', '{ "a": [{ "prefix": { "equals-ignore-case": 1 } }] }', 'equals-ignore-case'],
    ['a[0].suffix', '{ "a": [{ "suffix": ["x"] }] }', 'a string'],
    ['a[0].equals-ignore-case', '{ "a": [{ "equals-ignore-case": null }] }', 'a string'],
    ['a[0].wildcard', '{ "a": [{ "wildcard": 1 }] }', 'a string'],
    ['a[0].wildcard', '{ "a": [{ "wildcard": "a**b" }] }', 'no two * follow each other'],
    ['a[0].wildcard', '{ "a": [{ "wildcard": "a\\\\b" }] }', 'a backslash stands only before'],
    ['a[0].wildcard', '{ "a": [{ "wildcard": "a\\\\" }] }', 'a backslash stands only before'],
    ['a[0].anything-but', '{ "a": [{ "anything-but": [] }] }', 'a string, a number, a list'],
    [
      'a[0].anything-but',
      '{ "a": [{ "anything-but": ["x", 1] }] }',
      'only strings or only numbers',
    ],
    ['a[0].anything-but', '{ "a": [{ "anything-but": true }] }', 'a string, a number, a list'],
    [
      'a[0].anything-but',
      '{ "a": [{ "anything-but": { "numeric": ["=", 1] } }] }',
      'one of prefix',
    ],
    [
      'a[0].anything-but',
      '{ "a": [{ "anything-but": { "prefix": "x", "suffix": "y" } }] }',
      'one of',
    ],
    ['a[0].anything-but.prefix', '{ "a": [{ "anything-but": { "prefix": "" } }] }', 'not empty'],
    ['a[0].anything-but.suffix', '{ "a": [{ "anything-but": { "suffix": [] } }] }', 'not empty'],
    ['a[0].anything-but.suffix', '{ "a": [{ "anything-but": { "suffix": [""] } }] }', 'not empty'],
    [
      'a[0].anything-but.wildcard',
      '{ "a": [{ "anything-but": { "wildcard": ["**"] } }] }',
      'no two *',
    ],
    ['a[0].numeric', '{ "a": [{ "numeric": [] }] }', '[one of = < <= > >=, number]'],
    ['a[0].numeric', '{ "a": [{ "numeric": 5 }] }', '[one of'],
    ['a[0].numeric', '{ "a": [{ "numeric": ["==", 5] }] }', '[one of'],
    ['a[0].numeric', '{ "a": [{ "numeric": ["<", "5"] }] }', '[one of'],
    ['a[0].numeric', '{ "a": [{ "numeric": ["<", 5000000001] }] }', 'from -5e9 to 5e9'],
    ['a[0].numeric', '{ "a": [{ "numeric": ["<", 5, ">", 0] }] }', '[> or >=, number, < or <='],
    ['a[0].numeric', '{ "a": [{ "numeric": [">", 5, "<", 5] }] }', 'greater number'],
    ['a[0].numeric', '{ "a": [{ "numeric": ["=", 5, "<", 6] }] }', '[one of'],
    ['a[0].numeric', '{ "a": [{ "numeric": [">", 0, "<", 5, "<", 6] }] }', '[one of'],
    ['a[0].cidr', '{ "a": [{ "cidr": "10.0.0.0" }] }', 'an IPv4 or IPv6 address and the bits'],
    ['a[0].cidr', '{ "a": [{ "cidr": "10.0.0.0/33" }] }', 'an IPv4 or IPv6 address'],
    ['a[0].cidr', '{ "a": [{ "cidr": "::1/129" }] }', 'an IPv4 or IPv6 address'],
    ['a[0].cidr', '{ "a": [{ "cidr": "10.0.0/24" }] }', 'an IPv4 or IPv6 address'],
    ['a[0].cidr', '{ "a": [{ "cidr": 10 }] }', 'an IPv4 or IPv6 address'],
    ['a[0].exists', '{ "a": [{ "exists": "true" }] }', 'true or false'],
    ['$or', '{ "$or": [{ "a": ["x"] }] }', 'a list of two or more patterns'],
    ['$or', '{ "$or": { "a": ["x"] } }', 'a list of two or more patterns'],
    ['a.$or', '{ "a": { "$or": [] } }', 'a list of two or more patterns'],
    ['', '{ "$or": [{ "a": ["x"] }, {}] }', 'an object with at least one field'],
    ['prefix', '{ "$or": [{ "a": ["x"] }, { "prefix": ["x"] }] }', 'inside $or, no operator'],
    ['a.exists', '{ "$or": [{ "b": [1] }, { "a": { "exists": [true] } }] }', 'inside $or'],
  ])('at %p, %s', (path, json, allowed) => {
    let refusal: unknown;
    try {
      compileJson(json);
    } catch (error) {
      refusal = error;
    }

    expect(refusal).toMatchObject({
      name: 'EventPatternInvalidError',
      code: 'EVENT_PATTERN_INVALID',
      path,
      message: expect.stringContaining(allowed),
    });
    expect(refusal).toMatchObject({ message: expect.stringContaining(path) });
  });
});

type IsPattern<T> = T extends EventPattern ? true : false;

/** What the compiler makes of patterns: `false` for each that would be refused at run time. */
const compiled: {
  readonly rightOperator: IsPattern<{ a: [{ prefix: 'x' }] }>;
  readonly unknownOperator: IsPattern<{ a: [{ prefixx: 'x' }] }>;
  readonly leafWithoutList: IsPattern<{ a: 'x' }>;
  readonly numberComparedToText: IsPattern<{ a: [{ numeric: ['>', '5'] }] }>;
  readonly rangeFromAbove: IsPattern<{ a: [{ numeric: ['<', 5, '>', 0] }] }>;
  readonly textsAndNumbersMixed: IsPattern<{ a: [{ 'anything-but': ['x', 1] }] }>;
  readonly existsAsText: IsPattern<{ a: [{ exists: 'true' }] }>;
} = {
  rightOperator: true,
  unknownOperator: false,
  leafWithoutList: false,
  numberComparedToText: false,
  rangeFromAbove: false,
  textsAndNumbersMixed: false,
  existsAsText: false,
};

describe('the type of patterns', () => {
  it('leaves no way to write an operator wrong', () => {
    expect(Object.values(compiled).filter(Boolean)).toEqual([compiled.rightOperator]);
  });
});
