/**
 * What some service on an order's way may not carry: lone surrogates, which are no Unicode, and
 * noncharacters. Of these, U+FFFE and U+FFFF are not in XML 1.0, so that SQS refuses them.
 */
const NOT_CARRIED = /[\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** Whether every service on an order's way carries the text. */
export function isCarried(text: string): boolean {
  return !NOT_CARRIED.test(text);
}

/** Spaces of every width. */
const SPACES = /\p{Zs}/gu;

/**
 * A text as the domain keeps it: composed (NFC), with one kind of space, and with none around it. Two
 * texts that look alike for no other reason are one and the same then.
 */
export function normalise(text: string): string {
  return text.normalize('NFC').replaceAll(SPACES, ' ').trim();
}

/** Characters that JSON may hold as they are, and that no message of SQS may. */
const NOT_IN_MESSAGES = /[\uFFFE\uFFFF]/g;

/**
 * A value as JSON that every queue takes. What SQS refuses is written as an escape, which reads back
 * as the same value; `JSON.stringify` has escaped control characters and lone surrogates already.
 */
export function toMessageBody(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    NOT_IN_MESSAGES,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
