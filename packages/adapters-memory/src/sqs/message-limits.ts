import type { MessageAttributes } from './queue-message.js';

/** A message is empty, or has characters that SQS refuses. */
export class MessageContentsError extends Error {
  readonly code = 'MESSAGE_CONTENTS_INVALID';

  constructor(readonly queueName: string) {
    super(
      `A message for the queue ${queueName} is empty, or has characters that XML 1.0 does not allow. Write them as JSON escapes.`,
    );
  }

  override get name(): string {
    return 'MessageContentsError';
  }
}

/** The characters that SQS accepts: those of XML 1.0. */
const ACCEPTED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u;

/** Returns whether SQS accepts the text as a body or as an attribute's value. */
export function isMessageText(text: string): boolean {
  return ACCEPTED.test(text);
}

/** Amazon SQS's limit for a message's body and attributes together, in bytes. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** A message is too large for a queue. Send a reference to its content instead. */
export class MessageTooLargeError extends Error {
  readonly code = 'MESSAGE_TOO_LARGE';

  constructor(
    readonly queueName: string,
    readonly bytes: number,
  ) {
    super(
      `A message of ${bytes} bytes is too large for the queue ${queueName}. The limit is ${MAX_MESSAGE_BYTES} bytes.`,
    );
  }

  override get name(): string {
    return 'MessageTooLargeError';
  }
}

/** The data type of every attribute, which SQS counts in the message's size. */
const DATA_TYPE = 'String';

/**
 * Returns a message's size as SQS counts it, in bytes: the body, and the name, data type and value of
 * each attribute.
 */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + DATA_TYPE.length + Buffer.byteLength(value);
  }
  return bytes;
}
