import { describe, expect, it } from '@jest/globals';
import { compilePattern, type EventPattern } from './event-pattern.js';

interface Operator {
  readonly pattern: EventPattern;
  /** Values of the field `x` that match. */
  readonly matching: readonly unknown[];
  /** Values of the field `x` that do not; `undefined` for no such field. */
  readonly others: readonly unknown[];
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  'a string': {
    pattern: { x: ['on'] },
    matching: ['on', ['off', 'on']],
    others: ['On', 'on ', '', null, true, undefined, [], {}, { on: 'on' }, ['off']],
  },
  'any of several values': {
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
  prefix: {
    pattern: { x: [{ prefix: 'us-' }] },
    matching: ['us-east-1', 'us-', ['eu', 'us-1']],
    others: ['US-east-1', 'eu-us-', 'us', 1, null, undefined],
  },
  'prefix in any case': {
    pattern: { x: [{ prefix: { 'equals-ignore-case': 'US-' } }] },
    matching: ['us-east-1', 'Us-East', 'US-'],
    others: ['eu-us-', 'us', 1, undefined],
  },
  suffix: {
    pattern: { x: [{ suffix: '.png' }] },
    matching: ['a.png', '.png'],
    others: ['a.PNG', 'a.png.txt', 'png', 1, undefined],
  },
  'suffix in any case': {
    pattern: { x: [{ suffix: { 'equals-ignore-case': '.Png' } }] },
    matching: ['a.png', 'A.PNG'],
    others: ['a.png.txt', 'png', null, undefined],
  },
  'equals-ignore-case': {
    pattern: { x: [{ 'equals-ignore-case': 'Alice' }] },
    matching: ['alice', 'ALICE', 'Alice'],
    others: ['alice ', 'bob', 1, undefined],
  },
  'wildcard in the middle': {
    pattern: { x: [{ wildcard: 'a*z' }] },
    matching: ['az', 'abcz', 'a*z', 'azz', 'a\nz'],
    others: ['a', 'z', 'abc', 'bz', 'az!', 'AZ', 1, undefined],
  },
  'wildcard at both ends': {
    pattern: { x: [{ wildcard: '*/lib/*' }] },
    matching: ['/lib/', '/usr/lib/x'],
    others: ['lib', '/lib', 'lib/', undefined],
  },
  'several wildcards': {
    pattern: { x: [{ wildcard: 'a*b*a' }] },
    matching: ['aba', 'a1b2a', 'abba', 'abaaba'],
    others: ['ab', 'aa', 'ba', 'abab', undefined],
  },
  'a wildcard whose ends could overlap': {
    pattern: { x: [{ wildcard: 'ab*ba' }] },
    matching: ['abba', 'abcba'],
    others: ['aba', 'ab', undefined],
  },
  'wildcard without a star': {
    pattern: { x: [{ wildcard: 'a' }] },
    matching: ['a'],
    others: ['aa'],
  },
  'wildcard of only a star': {
    pattern: { x: [{ wildcard: '*' }] },
    matching: ['', 'anything'],
    others: [1, null, undefined],
  },
  'escapes in a wildcard': {
    pattern: { x: [{ wildcard: String.raw`*\*\\*` }] },
    matching: [String.raw`*\ `, String.raw`a*\b`],
    others: ['*', String.raw`\*`, 'ab', undefined],
  },
  'anything but a string': {
    pattern: { x: [{ 'anything-but': 'init' }] },
    matching: ['on', 'INIT', '', 1, true, null, ['init', 'on']],
    others: ['init', ['init'], undefined, [], {}],
  },
  'anything but a number': {
    pattern: { x: [{ 'anything-but': 123 }] },
    matching: [124, '123', null],
    others: [123, undefined],
  },
  'anything but several strings': {
    pattern: { x: [{ 'anything-but': ['a', 'b'] }] },
    matching: ['c', ['a', 'c']],
    others: ['a', 'b', ['a', 'b'], undefined],
  },
  'anything but several numbers': {
    pattern: { x: [{ 'anything-but': [1, 2] }] },
    matching: [3, '1'],
    others: [1, 2, undefined],
  },
  'anything but a prefix': {
    pattern: { x: [{ 'anything-but': { prefix: 'us-' } }] },
    matching: ['eu-1', 'US-1', 5, null],
    others: ['us-1', 'us-', undefined],
  },
  'anything but several prefixes': {
    pattern: { x: [{ 'anything-but': { prefix: ['us-', 'eu-'] } }] },
    matching: ['ap-1'],
    others: ['us-1', 'eu-1', undefined],
  },
  'anything but a suffix': {
    pattern: { x: [{ 'anything-but': { suffix: ['.png', '.jpg'] } }] },
    matching: ['a.txt', 'a.PNG'],
    others: ['a.png', 'a.jpg', undefined],
  },
  'anything but a text in any case': {
    pattern: { x: [{ 'anything-but': { 'equals-ignore-case': ['init', 'off'] } }] },
    matching: ['on', 'inits', 1],
    others: ['init', 'INIT', 'Off', undefined],
  },
  'anything but a wildcard': {
    pattern: { x: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    matching: ['/bin/x', 1],
    others: ['/usr/lib/x', undefined],
  },
  'a number equal to': {
    pattern: { x: [{ numeric: ['=', 301.8] }] },
    matching: [301.8, 3.018e2],
    others: [301.81, '301.8', null, undefined],
  },
  'a number below': {
    pattern: { x: [{ numeric: ['<', 10] }] },
    matching: [9.999, -5e9],
    others: [10, '9', -5e9 - 1, undefined],
  },
  'a number of at most': {
    pattern: { x: [{ numeric: ['<=', 10] }] },
    matching: [10, 0],
    others: [10.001, true, undefined],
  },
  'a number above': {
    pattern: { x: [{ numeric: ['>', 0] }] },
    matching: [0.001, 5e9, [0, 1]],
    others: [0, -1, 5e9 + 1, undefined],
  },
  'a number of at least': {
    pattern: { x: [{ numeric: ['>=', 0] }] },
    matching: [0, -0, 1],
    others: [-0.001, undefined],
  },
  'a range of numbers': {
    pattern: { x: [{ numeric: ['>', 0, '<=', 5] }] },
    matching: [0.5, 5],
    others: [0, 5.5, '1', undefined],
  },
  'an IPv4 network': {
    pattern: { x: [{ cidr: '10.0.0.0/24' }] },
    matching: ['10.0.0.0', '10.0.0.255'],
    others: ['10.0.1.0', '::ffff:10.0.0.1', '10.0.0', '10.0.0.1/24', 'x', 1, undefined],
  },
  'every IPv4 address': {
    pattern: { x: [{ cidr: '0.0.0.0/0' }] },
    matching: ['1.2.3.4'],
    others: ['::1'],
  },
  'an IPv6 network': {
    pattern: { x: [{ cidr: '2001:db8::/32' }] },
    matching: ['2001:db8::1', '2001:0DB8:ffff::'],
    others: ['2001:db9::1', '10.0.0.1', undefined],
  },
  'that there is a value': {
    pattern: { x: [{ exists: true }] },
    matching: ['', 0, false, null, ['a']],
    others: [undefined, [], {}, { y: 1 }, [{ y: 1 }]],
  },
  'that there is no value': {
    pattern: { x: [{ exists: false }] },
    matching: [undefined, [], {}, { y: 1 }],
    others: ['', 0, false, null, ['a']],
  },
  'no value or one': {
    pattern: { x: [{ exists: false }, 'a', { prefix: 'b' }] },
    matching: [undefined, 'a', 'bc'],
    others: ['c', null],
  },
};

function eventOf(x: unknown): Readonly<Record<string, unknown>> {
  return x === undefined ? {} : { x };
}

describe.each(Object.entries(OPERATORS))(
  'a pattern of %s',
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
