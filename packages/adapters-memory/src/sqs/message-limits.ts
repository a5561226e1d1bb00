import type { MessageAttributes } from './queue-message.js';

/** A message holds what no message of SQS may. */
export class MessageContentsError extends Error {
  readonly code = 'MESSAGE_CONTENTS_INVALID';

  constructor(readonly queueName: string) {
    super(
      `A message for the queue ${queueName} is empty, or has characters in it that are not in XML 1.0: write them as escapes of JSON.`,
    );
  }

  override get name(): string {
    return 'MessageContentsError';
  }
}

/** The characters that SQS takes: those of XML 1.0. */
const CARRIED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u;

/** Whether SQS takes a text as a body or as an attribute's value. */
export function isMessageText(text: string): boolean {
  return CARRIED.test(text);
}

/** A message's body and attributes together, in bytes: the limit of Amazon SQS. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** A message is too large for a queue: send a reference to its content instead. */
export class MessageTooLargeError extends Error {
  readonly code = 'MESSAGE_TOO_LARGE';

  constructor(
    readonly queueName: string,
    readonly bytes: number,
  ) {
    super(
      `A message of ${bytes} bytes is too large for the queue ${queueName}: it takes ${MAX_MESSAGE_BYTES}.`,
    );
  }

  override get name(): string {
    return 'MessageTooLargeError';
  }
}

/** What SQS counts beside an attribute's name and value: its data type. */
const DATA_TYPE = 'String';

/**
 * A message's size as SQS counts it, in bytes: the body, and of each attribute the name, the data
 * type and the value.
 */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + DATA_TYPE.length + Buffer.byteLength(value);
  }
  return bytes;
}
