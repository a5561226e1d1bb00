import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { topology } from '@snacks/handlers';

import { fieldsOf } from '../fields.js';
import { ShipError } from '../cli/ship-error.js';
import { waitUntil } from '../wait-until.js';
import type { Proof } from './proof.js';
import { consumeEvent } from './queue-messages.js';
import { ORDER_EVENT_SOURCE, poisonEvent } from './synthetic-order.js';

/** The queue of the events that start the processing, and its dead-letter queue. */
const SOURCE = topology.rules['process-orders'].queue;
const DEAD_LETTERS = topology.queues[SOURCE].redrive?.deadLetterQueue ?? SOURCE;

/**
 * Publishes an event that cannot be processed, and checks that it goes to the dead-letter queue after
 * the retries. Removes it from there, and no other message.
 *
 * @throws {ShipError} if it does not arrive there.
 */
export async function proveDeadLetters(proof: Proof): Promise<void> {
  const { clients, deployment, output, cleanUp, order, waitFor } = proof;
  const { sqs } = clients;
  const deadLetters = deployment.queueName(DEAD_LETTERS);
  const { maxReceives, time } = await redriveOf(sqs, deployment.queueName(SOURCE), deadLetters);
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: deadLetters }));

  const poison = poisonEvent(order);
  const consumePoison = async () =>
    consumeEvent(sqs, QueueUrl, ({ detail }) => detail.orderId === poison.orderId);
  const poisonState = { isGone: false };
  cleanUp.add(
    `the poisonous event of the order ${poison.orderId}`,
    `aws sqs receive-message --queue-url ${QueueUrl} --max-number-of-messages 10 # and delete-message`,
    async () => {
      if (poisonState.isGone || (await consumePoison()) !== undefined) return;
      throw new Error(`it may still arrive in ${deadLetters}`);
    },
  );
  const { FailedEntryCount } = await clients.events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: deployment.busName,
          Source: ORDER_EVENT_SOURCE,
          DetailType: poison.type,
          Detail: JSON.stringify(poison.detail),
        },
      ],
    }),
  );
  if (FailedEntryCount !== 0) {
    poisonState.isGone = true; // it never existed
    throw new ShipError(`The bus ${deployment.busName} accepted no event.`, [
      `aws events list-rules --event-bus-name ${deployment.busName}`,
    ]);
  }
  const waiting = waitFor(`waiting for ${maxReceives} receives and ${deadLetters}`, time);
  if ((await waitUntil(consumePoison, waiting)) === undefined) {
    throw new ShipError(
      `An event that cannot be processed did not arrive in ${deadLetters} after ${maxReceives} receives.`,
      [
        `aws logs tail ${deployment.logGroupName('order-processor')} --since 30m`,
        `aws sqs get-queue-attributes --queue-url ${QueueUrl} --attribute-names All`,
        'docs/runbook.md#dead-letters',
      ],
    );
  }
  poisonState.isGone = true;
  output.passed(
    `a poisonous event arrived in ${deadLetters} after ${maxReceives} receives; it is deleted`,
  );
}

/** How many receives a failing message gets, and how long they take, in milliseconds. */
async function redriveOf(
  sqs: SQSClient,
  source: string,
  deadLetters: string,
): Promise<{ readonly maxReceives: number; readonly time: number }> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: source }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['RedrivePolicy', 'VisibilityTimeout'],
    }),
  );
  const { deadLetterTargetArn, maxReceiveCount } = fieldsOf(Attributes.RedrivePolicy ?? '') ?? {};
  const target = String(deadLetterTargetArn).split(':').at(-1);
  if (target !== deadLetters) {
    throw new ShipError(
      `Failed messages of ${source} do not go to ${deadLetters}: its redrive policy is ${Attributes.RedrivePolicy ?? 'missing'}.`,
      ['npm run ship # redeploys the topology', 'docs/runbook.md#dead-letters'],
    );
  }
  const maxReceives = Number(maxReceiveCount);
  return { maxReceives, time: maxReceives * Number(Attributes.VisibilityTimeout) * 1_000 };
}
