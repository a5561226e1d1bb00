import { describe, expect, it } from '@jest/globals';
import { compileSchema } from './json-schema.js';

describe('a schema without a type', () => {
  it.each([
    [{ minimum: 3, maximum: 5 }, 'text'],
    [{ minLength: 2, maxLength: 4 }, 7],
    [{ minItems: 1, maxItems: 2 }, 'text'],
    [{ pattern: '^a' }, 7],
    [{ uniqueItems: true } as const, 'aa'],
  ])('bounds only values of the type that a keyword is about: %j accepts %j', (schema, value) => {
    expect(compileSchema(schema)(value)).toEqual([]);
  });

  it.each([
    [{ minimum: 3 }, 2],
    [{ maxLength: 4 }, 'texts'],
    [{ minItems: 1 }, []],
    [{ uniqueItems: true } as const, ['a', 'a']],
  ])('refuses the others that break it: %j, %j', (schema, value) => {
    expect(compileSchema(schema)(value)).toHaveLength(1);
  });
});
