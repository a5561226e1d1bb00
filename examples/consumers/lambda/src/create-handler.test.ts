import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { BusEventRefusalCode } from '@snacks/domain/events';
import {
  aChangeBy,
  aNewOrder,
  anEnvelopeOf,
  anOrderIn,
  aQueueMessageOf,
} from '@snacks/domain/testing';
import { createReceiptArchiver, type QueueMessage } from './create-handler.js';
import { InMemoryReceipts } from './in-memory-receipts.js';

/** One of the messages of the folder `messages`, as AWS documents them. */
function documented(name: string) {
  return JSON.parse(readFileSync(new URL(`../../messages/${name}.json`, import.meta.url), 'utf8'));
}

const [processed] = aChangeBy('complete', anOrderIn('PROCESSING'))?.events ?? [];
const [cancelled] = aChangeBy('cancel', aNewOrder())?.events ?? [];
if (processed?.type !== 'Order Processed' || cancelled === undefined) {
  throw new Error('The builders changed.');
}
const envelope = anEnvelopeOf(processed);
const { detail } = envelope;

/** Messages by the code of their refusal. */
type Refused = readonly (readonly [BusEventRefusalCode, unknown])[];

const IGNORED: Refused = [
  ['OTHER_SOURCE', documented('ec2-instance-state-change')],
  ['UNKNOWN_TYPE', { ...envelope, 'detail-type': 'Order Eaten' }],
];

const later = { ...detail.metadata, schemaVersion: 2 };
const FAILED: Refused = [
  ['NEWER_SCHEMA_VERSION', { ...envelope, detail: { ...detail, metadata: later } }],
  ['FIELD_INVALID', { ...envelope, detail: { ...detail, totalAmount: '9.97' } }],
  ['NOT_AN_ENVELOPE', 'Test message.'],
];

function messageOf(body: unknown): QueueMessage {
  return { messageId: 'message-1', body: JSON.stringify(body) };
}

function anArchiver() {
  const receipts = new InMemoryReceipts();
  const lines: Readonly<Record<string, unknown>>[] = [];
  const handle = createReceiptArchiver({
    receipts,
    log: (level, message, fields) => lines.push({ level, message, ...fields }),
  });
  return { receipts, lines, handle };
}

describe('the receipt archiver', () => {
  it('archives a receipt of a processed order', async () => {
    const { receipts, handle } = anArchiver();

    const outcome = await handle({ Records: [aQueueMessageOf(processed)] });

    deepEqual(outcome, { batchItemFailures: [] });
    deepEqual(receipts.all, [
      {
        eventId: detail.metadata.eventId,
        orderId: detail.orderId,
        customerName: 'John Doe',
        totalAmount: 9.97,
        processedAt: detail.processedAt,
      },
    ]);
  });

  it('archives one receipt of an event that is delivered twice', async () => {
    const { receipts, handle, lines } = anArchiver();
    const message = aQueueMessageOf(processed);

    await handle({ Records: [message, message] });
    await handle({ Records: [aQueueMessageOf(processed)] });

    equal(receipts.all.length, 1);
    deepEqual(
      lines.map((line) => line.message),
      ['receipt archived', 'receipt already archived', 'receipt already archived'],
    );
  });

  it('ignores another event of the platform', async () => {
    const { receipts, handle, lines } = anArchiver();

    const outcome = await handle({ Records: [aQueueMessageOf(cancelled)] });

    deepEqual(outcome, { batchItemFailures: [] });
    equal(receipts.all.length, 0);
    equal(lines[0]?.type, 'Order Cancelled');
  });

  for (const [code, body] of IGNORED) {
    it(`ignores a message with ${code}, and logs it`, async () => {
      const { handle, lines } = anArchiver();

      const outcome = await handle({ Records: [messageOf(body)] });

      deepEqual(outcome, { batchItemFailures: [] });
      deepEqual(
        lines.map((line) => [line.level, line.code]),
        [['warn', code]],
      );
    });
  }

  for (const [code, body] of FAILED) {
    it(`reports a message with ${code} as failed, and no other message of the batch`, async () => {
      const { receipts, handle, lines } = anArchiver();

      const outcome = await handle({ Records: [messageOf(body), aQueueMessageOf(processed)] });

      deepEqual(outcome, { batchItemFailures: [{ itemIdentifier: 'message-1' }] });
      equal(receipts.all.length, 1);
      equal(lines.find(({ level }) => level === 'error')?.code, code);
    });
  }

  it('handles a batch as AWS documents it', async () => {
    const { receipts, handle } = anArchiver();
    const batch = documented('sqs-event');

    const outcome = await handle(batch);

    deepEqual(
      receipts.all.map(({ eventId }) => eventId),
      [documented('order-processed').detail.metadata.eventId],
    );
    deepEqual(outcome, { batchItemFailures: [{ itemIdentifier: batch.Records[1].messageId }] });
  });

  it('reports a message as failed if the receipt cannot be stored', async () => {
    const lines: unknown[] = [];
    const handle = createReceiptArchiver({
      receipts: { add: async () => Promise.reject(new TypeError('for John Doe')) },
      log: (level, message, fields) => lines.push({ level, message, ...fields }),
    });
    const message = aQueueMessageOf(processed);

    const outcome = await handle({ Records: [message] });

    deepEqual(outcome, { batchItemFailures: [{ itemIdentifier: message.messageId }] });
    deepEqual(lines, [
      {
        level: 'error',
        message: 'message failed',
        messageId: message.messageId,
        error: 'TypeError',
      },
    ]);
  });

  it('logs no data of customers', async () => {
    const { handle, lines } = anArchiver();
    const broken = { ...envelope, detail: { ...detail, totalAmount: 'John Doe' } };

    await handle({ Records: [aQueueMessageOf(processed), messageOf(broken)] });

    equal(lines.length, 2);
    equal(JSON.stringify(lines).includes('John Doe'), false);
  });
});
