import { codePoints } from './code-points.js';
import type { FieldRule } from './field-rule.js';

/**
 * Lone surrogates, which are not valid Unicode, and noncharacters, which some services refuse: XML 1.0
 * has no U+FFFE and U+FFFF, and so SQS refuses both.
 */
const NOT_CARRIED = /[\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** Whether every service that an order passes through carries the text. */
export function isCarried(text: string): boolean {
  return !NOT_CARRIED.test(text);
}

const SPACES = /\p{Zs}/gu;

/**
 * A text as the domain stores it: composed (NFC), trimmed, and with plain spaces only. Two texts that
 * differ in nothing else become equal.
 */
export function normalise(text: string): string {
  return text.normalize('NFC').replaceAll(SPACES, ' ').trim();
}

/** Characters that JSON allows and SQS refuses. */
const NOT_IN_MESSAGES = /[\uFFFE\uFFFF]/g;

/**
 * A value as JSON that every queue accepts. Characters that SQS refuses are written as escapes, which
 * `JSON.parse` reads back. `JSON.stringify` already escapes control characters and lone surrogates.
 */
export function toMessageBody(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    NOT_IN_MESSAGES,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

const CONTROL = /\p{Cc}/u;
/**
 * Characters without a width or a shape of their own, so that two different names look the same.
 * Among them are line and paragraph separators, and the Braille pattern without a dot.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/u;
/** Invisible characters that some scripts need between two visible ones. */
const JOINERS = /(?<=\S)[\u200C\u200D](?=\S)/gu;
const NOT_ONLY_SPACES = '\\S';
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

function isText(value: unknown, maxLength: number): value is string {
  return (
    typeof value === 'string' &&
    // A string has at most as many code points as code units, so counting them is rarely needed.
    (value.length <= maxLength || codePoints(value) <= maxLength) &&
    value.trim() !== '' &&
    !CONTROL.test(value) &&
    isCarried(value)
  );
}

export function textRule(code: string, maxLength: number): FieldRule<string> {
  return {
    code,
    message: `must be text of 1 to ${maxLength} characters, not only spaces, without control characters, noncharacters and lone surrogates`,
    accepts: (value): value is string => isText(value, maxLength),
    schema: { type: 'string', minLength: 1, maxLength, pattern: NOT_ONLY_SPACES },
  };
}

/** The name of a thing: a text without invisible characters. */
export function nameRule(code: string, maxLength: number): FieldRule<string> {
  return visibleTextRule(code, maxLength, (name) => name);
}

/** The name of a person: a name of any script, also of one that is written with joiners. */
export function personNameRule(code: string, maxLength: number): FieldRule<string> {
  return visibleTextRule(code, maxLength, (name) => name.replaceAll(JOINERS, ''));
}

function visibleTextRule(
  code: string,
  maxLength: number,
  withoutAllowed: (name: string) => string,
): FieldRule<string> {
  const rule = textRule(code, maxLength);
  return {
    ...rule,
    message: `${rule.message}, and without invisible characters`,
    accepts: (value): value is string =>
      rule.accepts(value) && !INVISIBLE.test(withoutAllowed(value)),
  };
}

/** An identifier that fits into an HTTP header: printable ASCII without spaces. */
export function identifierRule(code: string, maxLength: number): FieldRule<string> {
  return {
    code,
    message: `must be 1 to ${maxLength} printable ASCII characters without spaces`,
    accepts: (value): value is string =>
      typeof value === 'string' && value.length <= maxLength && PRINTABLE_ASCII.test(value),
    schema: { type: 'string', maxLength, pattern: PRINTABLE_ASCII.source },
  };
}
