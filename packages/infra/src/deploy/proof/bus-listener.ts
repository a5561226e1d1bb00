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

/** A source of events that only the proof's own rule matches. */
const PROBE_SOURCE = 'serverless.snacks.proof';
const PROBE = 'Proof Listens';
const TARGET = 'proof';

/**
 * Receives the bus events of the synthetic customer through a temporary rule and queue, which the
 * clean-up deletes.
 */
export class BusListener {
  private constructor(
    private readonly clients: ProofClients,
    private readonly queueUrl: string,
  ) {}

  /**
   * Creates the rule and the queue. Resolves once a test event arrives, because a new rule is not
   * effective immediately.
   *
   * @throws {ShipError} if no test event arrives.
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
    const probe = await waitUntil(async () => {
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
      return listener.consume(({ detailType }) => detailType === PROBE);
    }, waiting);
    if (probe === undefined) {
      throw new ShipError(`A new rule on the bus ${busName} does not receive events.`, [
        `aws events list-rules --event-bus-name ${busName}`,
      ]);
    }
    return listener;
  }

  /** Waits for an event of an order; `undefined` if none arrives in time. */
  async waitForEvent(orderId: string, waiting: WaitOptions): Promise<QueuedEvent | undefined> {
    return waitUntil(async () => this.consume(({ detail }) => detail.orderId === orderId), waiting);
  }

  private async consume(
    isWanted: (event: QueuedEvent) => boolean,
  ): Promise<QueuedEvent | undefined> {
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
    Description: 'Temporary: the proof of a deployment',
    EventPattern: JSON.stringify({
      source: [ORDER_EVENT_SOURCE, PROBE_SOURCE],
      detail: { customerName: [customerName] },
    }),
  });
  const { RuleArn = '' } = await cleanUp.create(
    `the temporary rule ${Name}`,
    command,
    async () => events.send(rule),
    async () => ignoreNotFound(events.send(new DeleteRuleCommand({ EventBusName, Name }))),
  );
  return RuleArn;
}

/** Removes a resource; succeeds if it does not exist. */
async function ignoreNotFound(removal: Promise<unknown>): Promise<void> {
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
        MessageRetentionPeriod: '3600', // even if the clean-up fails, messages expire in an hour
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
      ignoreNotFound(events.send(new RemoveTargetsCommand({ EventBusName, Rule, Ids: [TARGET] }))),
  );
  for (const { ErrorMessage = 'no reason was given' } of FailedEntries) {
    throw new ShipError(`EventBridge refused the queue as a target: ${ErrorMessage}.`, [command]);
  }
}
