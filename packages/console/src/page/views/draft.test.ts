import { describe, expect, it } from '@jest/globals';

import { asAwsCommand, asCurlCommand, asTokenCommand } from './commands.js';
import { bodyOf, draftOf, totalOf } from './draft.js';

const ORDER = {
  customerName: "Amy O'Neil",
  snackItems: [{ name: 'Chips', quantity: 3, price: 1.1 }],
  totalAmount: 3.3,
};

describe('an order that is being written', () => {
  it('becomes the same request that it started from', () => {
    expect(bodyOf(draftOf(ORDER))).toEqual(ORDER);
  });

  it('has a total in whole cents', () => {
    const lines = [{ key: 0, name: 'a', quantity: '3', price: '0.1' }];

    expect(totalOf({ lines })).toBe(0.3);
  });

  it('is quoted for a shell', () => {
    const origin = 'http://127.0.0.1:3000';

    expect(asCurlCommand(ORDER, origin, false)).toContain(String.raw`Amy O'\''Neil`);
    expect(asAwsCommand(ORDER, origin)).toContain(`--endpoint-url ${origin}`);
  });

  it('is placed with the token of the terminal, where one is needed, and never with that of the page', () => {
    const origin = 'http://127.0.0.1:3000';

    expect(asCurlCommand(ORDER, origin, true)).toContain('-H "authorization: Bearer $TOKEN"');
    expect(asCurlCommand(ORDER, origin, false)).not.toContain('authorization');
  });
});

describe('the command that prints a token', () => {
  it('names the subject and the groups', () => {
    expect(asTokenCommand('amy', [])).toBe('npm run --silent token -- --subject amy');
    expect(asTokenCommand('amy', ['approver', 'operator'])).toMatch(/ --group approver operator$/);
  });

  it('quotes a subject that a shell would change', () => {
    expect(asTokenCommand('a$b', [])).toMatch(/ --subject 'a\$b'$/);
  });
});
