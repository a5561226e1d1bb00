import { describe, expect, it } from '@jest/globals';

import { compileFilterPattern } from './filter-pattern.js';

const LINE = '{"level":"info","orderId":"a1-b2","message":"order \\"placed\\""}';

describe('a filter pattern of terms', () => {
  it.each([
    [''],
    ['info'],
    ['"a1-b2"'],
    ['info "order "'],
    ['  info   message  '],
    ['"\\"level\\":\\"info\\""'],
  ])('%j matches a line that has every term', (pattern) => {
    expect(compileFilterPattern(pattern)(LINE)).toBe(true);
  });

  it.each([['error'], ['info error'], ['"a1 b2"'], ['Info']])(
    '%j does not match a line without one of its terms',
    (pattern) => {
      expect(compileFilterPattern(pattern)(LINE)).toBe(false);
    },
  );

  it.each([
    ['{ $.level = "info" }'],
    ['%regex%'],
    ['?a ?b'],
    ['-error'],
    ['a-b'],
    ['"open'],
    ['"a"b'],
  ])('is refused in another syntax: %j', (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow('Unsupported filter pattern');
  });
});
