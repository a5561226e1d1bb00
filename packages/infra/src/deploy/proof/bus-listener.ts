import {
  DeleteRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';

import type { CleanUp } from '../clean-up.js';
import type { Deployment } from '../deployment.js';
import { PROOF_PREFIX } from '../rights.js';
import { ShipError } from '../cli/ship-error.js';
import { waitUntil, type WaitOptions } from '../wait-until.js';
import type { ProofClients } from './clients.js';
import { consumeEvent, type QueuedEvent } from './queue-messages.js';
import { ORDER_EVENT_SOURCE, type SyntheticOrder } from './synthetic-order.js';

/** Nothing but the proof's own rule is about events of this source. */
const PROBE_SOURCE = 'serverless.snacks.proof';
const PROBE = 'Proof Listens';
const TARGET = 'proof';

/**
 * Hears what a bus says about the synthetic customer: a rule and a queue of its own, which the
 * clean-up deletes.
 */
export class BusListener {
  private constructor(
    private readonly clients: ProofClients,
    private readonly queueUrl: string,
  ) {}

  /**
   * Begins to listen. Resolves once it is sure to hear: a new rule takes its time to work.
   *
   * @throws {ShipError} where it hears nothing.
   */
  static async open(
    clients: ProofClients,
    { busName }: Deployment,
    { token, customerName }: SyntheticOrder,
    cleanUp: CleanUp,
    waiting: WaitOptions,
  ): Promise<BusListener> {
    const name = `${PROOF_PREFIX}${token}`;
    const ruleArn = await putRule(clients, busName, name, customerName, cleanUp);
    const queueUrl = await createQueue(clients, name, ruleArn, cleanUp);
    await connect(clients, busName, name, queueUrl, cleanUp);

    const listener = new BusListener(clients, queueUrl);
    const heard = await waitUntil(async () => {
      await clients.events.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: busName,
              Source: PROBE_SOURCE,
              DetailType: PROBE,
              Detail: JSON.stringify({ customerName }),
            },
          ],
        }),
      );
      return listener.take(({ detailType }) => detailType === PROBE);
    }, waiting);
    if (heard === undefined) {
      throw new ShipError(`A new rule on the bus ${busName} hears nothing that is put there.`, [
        `aws events list-rules --event-bus-name ${busName}`,
      ]);
    }
    return listener;
  }

  /** An event of an order, once it was on the bus; `undefined` where the patience is over. */
  async hear(orderId: string, waiting: WaitOptions): Promise<QueuedEvent | undefined> {
    return waitUntil(async () => this.take(({ detail }) => detail.orderId === orderId), waiting);
  }

  private async take(isWanted: (event: QueuedEvent) => boolean): Promise<QueuedEvent | undefined> {
    return consumeEvent(this.clients.sqs, this.queueUrl, isWanted);
  }
}

async function putRule(
  { events }: ProofClients,
  EventBusName: string,
  Name: string,
  customerName: string,
  cleanUp: CleanUp,
): Promise<string> {
  const command = `aws events delete-rule --event-bus-name ${EventBusName} --name ${Name}`;
  const rule = new PutRuleCommand({
    EventBusName,
    Name,
    Description: 'Temporary: a proof of the deployment listens',
    EventPattern: JSON.stringify({
      source: [ORDER_EVENT_SOURCE, PROBE_SOURCE],
      detail: { customerName: [customerName] },
    }),
  });
  const { RuleArn = '' } = await cleanUp.create(
    `the temporary rule ${Name}`,
    command,
    async () => events.send(rule),
    async () => unlessGone(events.send(new DeleteRuleCommand({ EventBusName, Name }))),
  );
  return RuleArn;
}

/** What is gone already, or never came to be, need not be removed. */
async function unlessGone(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
  });
}

async function createQueue(
  { sqs }: ProofClients,
  QueueName: string,
  ruleArn: string,
  cleanUp: CleanUp,
): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName,
      Attributes: {
        MessageRetentionPeriod: '3600', // should all else fail, its messages are gone in an hour
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '*',
              Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
            },
          ],
        }),
      },
    }),
  );
  cleanUp.add(
    `the temporary queue ${QueueName}`,
    `aws sqs delete-queue --queue-url ${QueueUrl}`,
    async () => {
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  );
  return QueueUrl;
}

async function connect(
  { events, sqs }: ProofClients,
  EventBusName: string,
  Rule: string,
  QueueUrl: string,
  cleanUp: CleanUp,
): Promise<void> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const command = `aws events remove-targets --event-bus-name ${EventBusName} --rule ${Rule} --ids ${TARGET}`;
  const targets = new PutTargetsCommand({
    EventBusName,
    Rule,
    Targets: [{ Id: TARGET, Arn: Attributes?.QueueArn }],
  });
  const { FailedEntries = [] } = await cleanUp.create(
    `the target of ${Rule}`,
    command,
    async () => events.send(targets),
    async () =>
      unlessGone(events.send(new RemoveTargetsCommand({ EventBusName, Rule, Ids: [TARGET] }))),
  );
  for (const { ErrorMessage = 'no reason was given' } of FailedEntries) {
    throw new ShipError(`The temporary rule takes no queue: ${ErrorMessage}.`, [command]);
  }
}
