import { describe, expect, it } from '@jest/globals';
import { FIELD_RULES } from './field-rules.js';
import { ORDER_STATUSES } from './order/lifecycle.js';
import { LIMITS } from './order/limits.js';
import { DELIVERY_METHODS, PRIORITIES } from './order/order.js';

describe('the rule of a text', () => {
  const texts = [
    { rule: FIELD_RULES.customerName, limit: LIMITS.customerNameLength },
    { rule: FIELD_RULES.name, limit: LIMITS.snackNameLength },
    { rule: FIELD_RULES.address, limit: LIMITS.deliveryAddressLength },
    { rule: FIELD_RULES.instructions, limit: LIMITS.deliveryInstructionsLength },
    { rule: FIELD_RULES.note, limit: LIMITS.noteLength },
  ] as const;

  it.each(texts)('$rule.code accepts code points up to its limit', ({ rule, limit }) => {
    for (const letter of ['x', 'é', '🍿']) {
      expect(rule.accepts(letter)).toBe(true);
      expect(rule.accepts(letter.repeat(limit))).toBe(true);
      expect(rule.accepts(letter.repeat(limit + 1))).toBe(false);
    }
  });

  it.each([
    ['an empty text', ''],
    ['only spaces', ' \u00a0\u3000 '],
    ['a line break', 'John\nDoe'],
    ['a zero character', 'John\u0000'],
    ['a delete character', 'John\u007f'],
    ['a control character beyond ASCII', 'John\u0085Doe'],
    ['a lone high surrogate', 'John \ud83c'],
    ['a lone low surrogate', '\udf7f John'],
    ['a noncharacter', 'John\ufffe'],
    ['U+FFFF', '\uffffJohn'],
    ['a number', 7],
    ['null', null],
    ['an object', {}],
    ['a list', ['John']],
  ])('refuses %s', (_what, value) => {
    for (const { rule } of texts) expect(rule.accepts(value)).toBe(false);
  });
});

describe('the rule of a name', () => {
  it.each([
    ['a zero-width space', 'Chips\u200b'],
    ['a byte order mark', 'Chi\ufeffps'],
    ['a change of direction', '\u202espihC'],
    ['a soft hyphen', 'Chi\u00adps'],
    ['a tag', 'Chips\u{e0001}'],
    ['a Hangul filler', 'Chips\u3164'],
    ['a variation selector', 'Chips\ufe0f'],
    ['a grapheme joiner', 'Chips\u034f'],
    ['a blank Braille pattern', 'Chips\u2800'],
    ['a line separator', 'Chips\u2028x'],
    ['only a joiner', '\u200d'],
    ['only a filler', '\u3164'],
  ])('refuses %s, which is invisible', (_what, name) => {
    expect(FIELD_RULES.name.accepts(name)).toBe(false);
    expect(FIELD_RULES.customerName.accepts(name)).toBe(false);
  });

  it.each(['می\u200cخواهم', 'क्\u200dष'])(
    'accepts joiners in the name of a person, in scripts that need them: %s',
    (name) => {
      expect(FIELD_RULES.customerName.accepts(name)).toBe(true);
      expect(FIELD_RULES.name.accepts(name)).toBe(false);
    },
  );
});

describe('the rule of a payload', () => {
  it.each([[{ text: 'a\uffff' }], [['\ufffe']], [{ deep: [{ '\uffff': 1 }] }], ['\ud800']])(
    'refuses %j, which queues do not accept',
    (payload) => {
      expect(FIELD_RULES.payload.accepts(payload)).toBe(false);
    },
  );
});

describe('the rule of an identifier', () => {
  const identifiers = [
    { rule: FIELD_RULES.customerId, limit: LIMITS.customerIdLength },
    { rule: FIELD_RULES.idempotencyKey, limit: LIMITS.idempotencyKeyLength },
    { rule: FIELD_RULES.correlationId, limit: LIMITS.correlationIdLength },
    { rule: FIELD_RULES.cursor, limit: LIMITS.cursorLength },
  ] as const;

  it.each(identifiers)('$rule.code accepts printable ASCII up to its limit', ({ rule, limit }) => {
    expect(rule.accepts('!')).toBe(true);
    expect(rule.accepts('~'.repeat(limit))).toBe(true);
    expect(rule.accepts('~'.repeat(limit + 1))).toBe(false);
  });

  it.each(['', ' ', 'a b', 'a\tb', 'a\n', 'é', '\u007f', 7, null, undefined, ['a']])(
    'refuses %p',
    (value) => {
      for (const { rule } of identifiers) expect(rule.accepts(value)).toBe(false);
    },
  );
});

describe('the rule of a number', () => {
  it.each([
    ['quantity', FIELD_RULES.quantity, LIMITS.quantity],
    ['limit', FIELD_RULES.limit, LIMITS.pageSize],
  ] as const)('accepts a whole %s from 1 to its limit', (_what, rule, limit) => {
    expect([1, limit].map((value) => rule.accepts(value))).toEqual([true, true]);
    for (const value of [0, -1, limit + 1, 1.5, NaN, Infinity, '1', null, [1]]) {
      expect(rule.accepts(value)).toBe(false);
    }
  });

  it('accepts a price from 0 to 10,000.00', () => {
    expect([0, 0.01, 10_000].map((value) => FIELD_RULES.price.accepts(value))).not.toContain(false);
    expect(
      [-0.01, 10_000.01, 0.001].map((value) => FIELD_RULES.price.accepts(value)),
    ).not.toContain(true);
  });

  it('says in its message which numbers it accepts', () => {
    expect(FIELD_RULES.price.message).toBe(
      'must be a number from 0 to 10000 with at most two decimals',
    );
    expect(FIELD_RULES.totalAmount.message).toBe(
      'must be a number from 0 to 10000000000000 with at most two decimals',
    );
  });
});

describe('the rule of a list of items', () => {
  it('accepts 1 to 100 items', () => {
    const accepted = [0, 1, LIMITS.snackItems, LIMITS.snackItems + 1].map((length) =>
      FIELD_RULES.snackItems.accepts(Array.from({ length })),
    );

    expect(accepted).toEqual([false, true, true, false]);
  });
});

describe('the rule of an order id', () => {
  it.each([
    ['00000000-0000-4000-8000-00000000000f', true],
    ['00000000-0000-4000-8000-00000000000F', false],
    ['00000000-0000-4000-8000-00000000000f\n', false],
    ['{0000000-0000-4000-8000-00000000000f}', false],
    ['', false],
    [null, false],
  ])('of %p returns %p', (value, accepted) => {
    expect(FIELD_RULES.orderId.accepts(value)).toBe(accepted);
  });
});

describe('the rule of a choice', () => {
  it.each([
    { rule: FIELD_RULES.status, choices: ORDER_STATUSES },
    { rule: FIELD_RULES.priority, choices: PRIORITIES },
    { rule: FIELD_RULES.method, choices: DELIVERY_METHODS },
  ])('$rule.code accepts exactly its choices, and lists them', ({ rule, choices }) => {
    expect(choices.every((choice) => rule.accepts(choice))).toBe(true);
    for (const other of ['', 'new', 'HIGH', 7, null, undefined, [...choices]]) {
      expect(rule.accepts(other)).toBe(false);
    }
    expect(rule.message).toBe(`must be one of ${choices.join(', ')}`);
  });
});
