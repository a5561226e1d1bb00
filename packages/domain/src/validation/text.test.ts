import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { isCarried, normalise, toMessageBody } from './text.js';

describe('a text that every service carries', () => {
  it.each(['Zoë', '\u{1F36A}', '\uFFFD', 'tab\there', ''])('may be %j', (text) => {
    expect(isCarried(text)).toBe(true);
  });

  it.each(['\uFFFE', 'a\uFFFFb', '\uFDD0', '\u{1FFFE}', '\uD83C', '\uDF7F', 'b\uD83Ca'])(
    'is never %j',
    (text) => {
      expect(isCarried(text)).toBe(false);
    },
  );
});

describe('a normalised text', () => {
  it.each([
    ['a decomposed letter', 'Zoe\u0308', 'Zoë'],
    ['spaces around it', ' \u00A0Chips\u3000\t', 'Chips'],
    ['other kinds of spaces', 'Sea\u00A0Salt\u2003Chips', 'Sea Salt Chips'],
    ['a decomposed Hangul syllable', '\u1112\u1161\u11AB', '한'],
  ])('has a canonical form: %s', (_what, text, normalised) => {
    expect(normalise(text)).toBe(normalised);
  });

  it('does not change if it is normalised again', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });
});

/** The characters that SQS accepts, by its reference of SendMessage. */
const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

describe('the body of a message', () => {
  it.each(['Zoë \u{1F36A}', '\uFFFF', '\uFFFE', '\u0000\u001F\u007F', '\uD800', '\\uffff', '"'])(
    'has no character that SQS refuses, and parses back to the same text: %j',
    (text) => {
      const body = toMessageBody({ text });

      expect(body).toMatch(ALLOWED);
      expect(JSON.parse(body)).toEqual({ text });
    },
  );
});
