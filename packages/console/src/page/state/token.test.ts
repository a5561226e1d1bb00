import { describe, expect, it } from '@jest/globals';

import { isSamePerson, readToken } from './token.js';

const NAMES = { subjectClaim: 'sub', groupsClaim: 'cognito:groups' };

const base64Url = (text: string): string => Buffer.from(text).toString('base64url');

function aToken(claims: object): string {
  return [JSON.stringify({ alg: 'ES256' }), JSON.stringify(claims), 'signature']
    .map(base64Url)
    .join('.');
}

const CLAIMS = { sub: 'amy', 'cognito:groups': ['approver'], exp: 1_800_000_000 };

describe('a token that a person pastes', () => {
  it('says who they are, with which groups, and until when', () => {
    const token = aToken({ ...CLAIMS, sub: 'Zoë' });

    expect(readToken(token, NAMES)).toEqual({
      token,
      subject: 'Zoë',
      groups: ['approver'],
      expiresAt: 1_800_000_000_000,
    });
  });

  it('has no group without the claim', () => {
    expect(readToken(aToken({ sub: 'alice', exp: 1 }), NAMES)?.groups).toEqual([]);
  });

  it.each([
    ['an Authorization header', (token: string) => `Bearer ${token}`],
    [
      'the whole output of npm',
      (token: string) =>
        `\n> serverless-snacks@0.1.0 token\n> node packages/local/dist/cli/main.js token --subject amy\n\n${token}\n`,
    ],
  ])('is found in %s', (_what, textOf) => {
    const token = aToken(CLAIMS);

    expect(readToken(textOf(token), NAMES)?.token).toBe(token);
  });

  it.each([
    ['nothing', ''],
    ['another text', 'hello'],
    ['two parts of a token', aToken(CLAIMS).split('.').slice(0, 2).join('.')],
    ['claims that are not JSON', `eyJh.${base64Url('{"sub":')}.signature`],
    ['no subject', aToken({ exp: 1 })],
    ['no end', aToken({ sub: 'amy' })],
  ])('is not found in %s', (_what, text) => {
    expect(readToken(text, NAMES)).toBeUndefined();
  });
});

describe('two tokens', () => {
  const person = { token: 'a', subject: 'amy', groups: ['approver', 'operator'], expiresAt: 1 };

  it('are of the same person whatever the order of the groups', () => {
    const again = { ...person, token: 'b', groups: ['operator', 'approver'], expiresAt: 2 };

    expect(isSamePerson(person, again)).toBe(true);
  });

  it('are of two people if the subject or a group differs', () => {
    expect(isSamePerson(person, { ...person, subject: 'alice' })).toBe(false);
    expect(isSamePerson(person, { ...person, groups: ['approver'] })).toBe(false);
  });
});
