/** Characters that JSON may hold as they are, and that no message of SQS may. */
const NOT_IN_MESSAGES = /[\ufffe\uffff]/g;

/**
 * A value as the JSON body of a message. What SQS refuses in a body is written as an escape, which
 * reads back as the same value; `JSON.stringify` has escaped control characters and lone surrogates
 * already.
 */
export function toMessageBody(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    NOT_IN_MESSAGES,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
