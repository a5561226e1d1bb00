import { describe, expect, it } from '@jest/globals';
import { anOrderId } from '@snacks/domain/testing';

import { CursorSigner } from './cursor-signer.js';

const POSITION = { createdAt: '2026-01-01T00:00:00.000Z', orderId: anOrderId() };
const LISTING = { status: 'NEW', customerId: 'alice', caller: 'alice' };
const signer = new CursorSigner('a key of thirty-two characters...');
const cursor = signer.sign(POSITION, LISTING);

const invalid = expect.objectContaining({ code: 'CURSOR_INVALID' });

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a cursor', () => {
  it('encodes the position that it was made from', () => {
    expect(signer.verify(cursor, LISTING)).toEqual(POSITION);
  });

  it('is refused when any of its characters is another one', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    const accepted = Array.from(cursor).flatMap((character, at) =>
      Array.from(alphabet)
        .filter((other) => other !== character)
        .map((other) => `${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`)
        .filter((changed) => !(errorOf(() => signer.verify(changed, LISTING)) instanceof Error)),
    );

    expect(accepted).toEqual([]);
  });

  it.each([
    ['another status', { ...LISTING, status: 'CANCELLED' }],
    ['no status', { customerId: 'alice', caller: 'alice' }],
    ['another customer', { ...LISTING, customerId: 'bob' }],
    ['another caller', { ...LISTING, caller: 'bob' }],
    ['a caller who is not known', { ...LISTING, caller: undefined }],
  ])('is refused for a listing with %s', (_what, listing) => {
    expect(errorOf(() => signer.verify(cursor, listing))).toEqual(invalid);
  });

  it('is refused under another key', () => {
    const other = new CursorSigner('another key of thirty-two characters');

    expect(errorOf(() => other.verify(cursor, LISTING))).toEqual(invalid);
  });

  it('is refused without its signature, longer, or as any other text', () => {
    const [place = ''] = cursor.split('.');
    for (const text of ['', '.', place, `${place}.`, `${cursor}A`, `${cursor}.x`, 'x']) {
      expect(errorOf(() => signer.verify(text, LISTING))).toEqual(invalid);
    }
  });

  it('takes no key that could be guessed', () => {
    expect(() => new CursorSigner('short')).toThrow('at least 32 characters');
  });
});
