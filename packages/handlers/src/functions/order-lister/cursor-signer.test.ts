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

  it('is refused if any of its characters is changed', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    const accepted = Array.from(cursor).flatMap((character, index) =>
      Array.from(alphabet)
        .filter((other) => other !== character)
        .map((other) => `${cursor.slice(0, index)}${other}${cursor.slice(index + 1)}`)
        .filter((changed) => !(errorOf(() => signer.verify(changed, LISTING)) instanceof Error)),
    );

    expect(accepted).toEqual([]);
  });

  it.each([
    ['another status', { ...LISTING, status: 'CANCELLED' }],
    ['no status', { customerId: 'alice', caller: 'alice' }],
    ['another customer', { ...LISTING, customerId: 'bob' }],
    ['another caller', { ...LISTING, caller: 'bob' }],
    ['an anonymous caller', { ...LISTING, caller: undefined }],
  ])('is refused for a listing with %s', (_what, listing) => {
    expect(errorOf(() => signer.verify(cursor, listing))).toEqual(invalid);
  });

  it('is refused under another key', () => {
    const other = new CursorSigner('another key of thirty-two characters');

    expect(errorOf(() => other.verify(cursor, LISTING))).toEqual(invalid);
  });

  it('is refused without its signature, with more characters, and as any other text', () => {
    const [position = ''] = cursor.split('.');
    for (const text of ['', '.', position, `${position}.`, `${cursor}A`, `${cursor}.x`, 'x']) {
      expect(errorOf(() => signer.verify(text, LISTING))).toEqual(invalid);
    }
  });

  it('refuses a key that can be guessed', () => {
    expect(() => new CursorSigner('short')).toThrow('at least 32 characters');
  });
});
