import { describe, expect, it } from '@jest/globals';
import { transientCode } from './transient-failure.js';

describe('the code of a transient error', () => {
  it.each([
    [{ name: 'TimeoutError' }, 'TimeoutError'],
    [{ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }, 'ThrottlingException'],
    [{ name: 'Error', code: 'ECONNRESET' }, 'ECONNRESET'],
    [{ name: 'InternalException', $metadata: { httpStatusCode: 500 } }, 'InternalException'],
    [{ name: 'SyntaxError', $metadata: { httpStatusCode: 502 } }, 'SyntaxError'],
    [{ name: 'SlowDown', $metadata: { httpStatusCode: 429 } }, 'SlowDown'],
  ])('is returned: %j', (error, code) => {
    expect(transientCode(error)).toBe(code);
  });

  it.each([
    [{ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    [new TypeError('a bug')],
    ['a text'],
    [undefined],
  ])('is undefined for other errors: %p', (error) => {
    expect(transientCode(error)).toBeUndefined();
  });
});
