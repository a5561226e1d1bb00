import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { topology } from '@snacks/handlers';

import { fieldsOf } from '../fields.js';
import { ShipError } from '../cli/ship-error.js';
import { waitUntil } from '../wait-until.js';
import type { Proof } from './proof.js';
import { consumeEvent } from './queue-messages.js';
import { ORDER_EVENT_SOURCE, poisonEvent } from './synthetic-order.js';

/** Which queue the events go to that wake the processing, and where the failed ones go. */
const SOURCE = topology.rules['process-orders'].queue;
const DEAD_LETTERS = topology.queues[SOURCE].redrive?.deadLetterQueue ?? SOURCE;

/**
 * Puts an event on the bus that no try can handle, and sees it in the dead-letter queue after the
 * retries. Takes it out there, and nothing else.
 *
 * @throws {ShipError} where it does not come there.
 */
export async function proveDeadLetters(proof: Proof): Promise<void> {
  const { clients, deployment, output, cleanUp, order, waitFor } = proof;
  const { sqs } = clients;
  const deadLetters = deployment.queueName(DEAD_LETTERS);
  const { tries, time } = await redriveOf(sqs, deployment.queueName(SOURCE), deadLetters);
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: deadLetters }));

  const poison = poisonEvent(order);
  const takePoison = async () =>
    consumeEvent(sqs, QueueUrl, ({ detail }) => detail.orderId === poison.orderId);
  const seen = { is: false };
  cleanUp.add(
    `the poisonous event of the order ${poison.orderId}`,
    `aws sqs receive-message --queue-url ${QueueUrl} --max-number-of-messages 10 # and delete-message`,
    async () => {
      if (seen.is || (await takePoison()) !== undefined) return;
      throw new Error(`it may yet come to ${deadLetters}`);
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
    seen.is = true; // there is none to clean up
    throw new ShipError(`The bus ${deployment.busName} took no event.`, [
      `aws events list-rules --event-bus-name ${deployment.busName}`,
    ]);
  }
  const waiting = waitFor(`waiting for ${tries} tries to fail, and ${deadLetters}`, time);
  if ((await waitUntil(takePoison, waiting)) === undefined) {
    throw new ShipError(
      `An event that cannot be handled did not come to ${deadLetters} after ${tries} receives.`,
      [
        `aws logs tail ${deployment.logGroupName('order-processor')} --since 30m`,
        `aws sqs get-queue-attributes --queue-url ${QueueUrl} --attribute-names All`,
        'docs/runbook.md#dead-letters',
      ],
    );
  }
  seen.is = true;
  output.passed(`a poisonous event was in ${deadLetters} after ${tries} tries; it is deleted`);
}

/** How often a message is tried, and how long that takes, in milliseconds. */
async function redriveOf(
  sqs: SQSClient,
  source: string,
  deadLetters: string,
): Promise<{ readonly tries: number; readonly time: number }> {
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
      ['npm run ship # deploys the topology again', 'docs/runbook.md#dead-letters'],
    );
  }
  const tries = Number(maxReceiveCount);
  return { tries, time: tries * Number(Attributes.VisibilityTimeout) * 1_000 };
}
