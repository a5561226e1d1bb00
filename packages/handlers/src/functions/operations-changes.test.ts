import { describe, expect, it } from '@jest/globals';

import { anOperator, QUEUE, REASON } from '../../test/an-operator.js';

const fails = async () => Promise.reject(new Error('no response'));

describe('a change of an operator', () => {
  it('redrives chosen messages, and says which were not there', async () => {
    const { redrive, fail, bodiesOf, outcomes } = anOperator();
    const chosen = await fail();
    const other = await fail();

    const messageIds = [chosen.messageId, 'unknown'];
    const { statusCode, body } = await redrive(QUEUE, { messageIds, reason: REASON });

    expect({ statusCode, body }).toMatchObject({
      statusCode: 200,
      body: { redriven: 1, failed: [{ messageId: 'unknown' }] },
    });
    expect(await bodiesOf('order-processing')).toEqual([chosen.body]);
    expect(await bodiesOf(QUEUE)).toEqual([other.body]);
    expect(await outcomes()).toMatchObject([
      { actor: 'anonymous', action: 'redrive', reason: REASON, outcome: 'done: 1 redriven, 1 not' },
    ]);
  });

  it('redrives all messages of a queue, but not of one that no queue belongs to', async () => {
    const { redrive, fail, bodiesOf } = anOperator();
    const { body: text } = await fail();

    const all = { messageIds: 'all', reason: REASON };
    expect((await redrive(QUEUE, all)).body).toEqual({ redriven: 1, failed: [], started: true });
    expect(await redrive('order-stream-dlq', all)).toMatchObject({
      statusCode: 409,
      body: { code: 'NOT_REDRIVABLE' },
    });
    expect(await bodiesOf('order-processing')).toEqual([text]);
  });

  it('sends an event that a rule could not deliver to the queue of the rule', async () => {
    const { redrive, deadLetterQueues, bodiesOf } = anOperator();
    const attributes = { RULE_ARN: 'arn:aws:events:eu-central-1:1:rule/bus/notify-customers-prod' };
    await deadLetterQueues.send('order-rules-dlq', { body: '{}', attributes });
    const [message] = await deadLetterQueues.list('order-rules-dlq', 1);

    const messageIds = [message?.messageId];
    await redrive('order-rules-dlq', { messageIds, reason: REASON });

    expect(await bodiesOf('order-notifications')).toEqual(['{}']);
  });

  it('sends an edited message with its editor, and keeps an invalid one where it is', async () => {
    const { change, fail, bodiesOf, deadLetterQueues, outcomes } = anOperator();
    const { messageId, body } = await fail();
    const invalid = body.replace('"totalAmount":', '"totalAmounts":');

    const refused = await change('PUT', messageId, { body: invalid, reason: REASON });
    expect(refused).toMatchObject({ statusCode: 422, body: { code: 'MESSAGE_INVALID' } });
    expect(await bodiesOf(QUEUE)).toEqual([body]);

    const edited = body.replace('John Doe', 'Jane Doe');
    expect(await change('PUT', messageId, { body: edited, reason: REASON })).toMatchObject({
      statusCode: 200,
      body: { sentTo: 'order-processing' },
    });
    const [sent] = await deadLetterQueues.list('order-processing', 1);
    expect(sent).toMatchObject({ body: edited, attributes: { 'edited-by': 'anonymous' } });
    expect(await bodiesOf(QUEUE)).toEqual([]);
    const [latest, earlier] = await outcomes();
    expect([latest?.outcome, earlier?.outcome].sort()).toEqual([
      'done: sent to order-processing',
      'failed: MESSAGE_INVALID',
    ]);
  });

  it('deletes a message', async () => {
    const { change, fail, bodiesOf } = anOperator();
    const { messageId } = await fail();

    expect((await change('DELETE', messageId, { reason: REASON })).statusCode).toBe(204);
    expect(await bodiesOf(QUEUE)).toEqual([]);
    expect(await change('DELETE', messageId, { reason: REASON })).toMatchObject({
      statusCode: 404,
      body: { code: 'MESSAGE_NOT_FOUND' },
    });
  });

  it('makes no change without a reason', async () => {
    const { change, redrive, setStock, fail, bodiesOf, outcomes } = anOperator();
    const { messageId, body } = await fail();

    const refused = [
      await change('DELETE', messageId, {}),
      await change('PUT', messageId, { body }),
      await redrive(QUEUE, { messageIds: 'all', reason: ' ' }),
      await setStock('Chips', { available: 1 }),
    ];

    expect(refused.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400]);
    expect(await bodiesOf(QUEUE)).toEqual([body]);
    expect(await outcomes()).toEqual([]);
  });

  it('makes no change that cannot be kept in the action log', async () => {
    const { redrive, fail, bodiesOf } = anOperator({
      wrapOperations: (ports) => ({
        ...ports,
        actions: { add: fails, complete: fails, list: fails },
      }),
    });
    const { body, messageId } = await fail();

    const { statusCode } = await redrive(QUEUE, { messageIds: [messageId], reason: REASON });

    expect(statusCode).toBe(500);
    expect(await bodiesOf(QUEUE)).toEqual([body]);
  });

  it('sets the stock of a snack, and lists it', async () => {
    const { setStock, get, outcomes } = anOperator();

    const level = { name: 'Chips', available: 7, reserved: 0, sold: 0 };
    expect((await setStock('Chips', { available: 7, reason: REASON })).body).toEqual(level);
    expect((await get('/operations/stock')).body).toEqual({ items: [level] });
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual([
      'done: no record to 7 available',
    ]);
    expect((await setStock('Chips', { available: -1, reason: REASON })).statusCode).toBe(400);
  });
});
