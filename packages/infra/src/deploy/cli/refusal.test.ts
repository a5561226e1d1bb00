import { describe, expect, it } from '@jest/globals';

import { refusalOf } from './refusal.js';

const HERE = 'http://127.0.0.1:3000';

/** An error as the SDK throws it. */
function anSdkError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: {} });
}

const DENIED = anSdkError('AccessDeniedException', 'not authorized to perform: dynamodb:GetItem');

describe('a refused call of the proof', () => {
  it('to AWS is reported with its error, and with the command that prints the permissions', () => {
    const { message, next } = refusalOf(DENIED, undefined);

    expect(message).toBe(
      'AWS refused a call of the proof: AccessDeniedException: not authorized to perform: dynamodb:GetItem',
    );
    expect(next.join()).toContain('--print-policy');
  });

  it.each([
    ['denied', DENIED],
    ['unknown', anSdkError('UnknownOperationException', 'no such operation')],
    ['in memory', anSdkError('ResourceNotFoundException', 'The orders are in memory')],
    ['without a response', anSdkError('Error', 'connect ECONNREFUSED 127.0.0.1:3000')],
  ])('to a local platform is reported without commands for AWS: %s', (_what, error) => {
    const { next } = refusalOf(error, HERE);

    expect(next).toContain('npm run ship -- --proof-only');
    expect(next.join()).not.toMatch(/aws |--print-policy/);
  });

  it('is reported in one line, even if the message has several', () => {
    expect(refusalOf(anSdkError('E', 'a\n  b'), undefined).message).not.toContain('\n');
  });
});
