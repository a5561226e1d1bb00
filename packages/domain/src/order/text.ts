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
