import { describe, expect, it } from '@jest/globals';
import { toMessageBody } from './sqs-message-body.js';

/** What SQS takes, by its reference of SendMessage. */
const ALLOWED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

describe('the body of a message', () => {
  it.each(['Zoë \u{1f36a}', '\uffff', '\ufffe', '\u0000\u001f\u007f', '\ud800', '\\uffff', '"'])(
    'has no character that SQS refuses, and reads back as it was: %j',
    (text) => {
      const body = toMessageBody({ text });

      expect(body).toMatch(ALLOWED);
      expect(JSON.parse(body)).toEqual({ text });
    },
  );
});
