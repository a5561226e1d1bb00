/**
 * Runs the function on the events of a local platform: with a temporary rule and queue there, and with
 * receipts in memory. Ctrl-C ends it.
 */
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { createReceiptArchiver } from './create-handler.js';
import { EVENT_PATTERN } from './event-pattern.js';
import { InMemoryReceipts } from './in-memory-receipts.js';
import { jsonLog } from './log.js';

const [, , endpoint = 'http://127.0.0.1:3000'] = process.argv;
const settings = {
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const sqs = new SQSClient(settings);
const bus = new EventBridgeClient(settings);
const rule = { EventBusName: 'serverless-snacks-orders', Name: 'receipt-archive' };
const target = { EventBusName: rule.EventBusName, Rule: rule.Name };

const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'receipt-archive' }));
const { Attributes } = await sqs.send(
  new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
);
await bus.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(EVENT_PATTERN) }));
await bus.send(
  new PutTargetsCommand({ ...target, Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }] }),
);
jsonLog('info', 'waiting for processed orders', { endpoint });

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort());
const handle = createReceiptArchiver({ receipts: new InMemoryReceipts(), log: jsonLog });

/** Waits for messages for up to 20 seconds. */
async function receive(): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 20,
  });
  try {
    const { Messages = [] } = await sqs.send(command, { abortSignal: stopped.signal });
    return Messages;
  } catch (error) {
    if (stopped.signal.aborted) return [];
    throw error;
  }
}

while (!stopped.signal.aborted) {
  const messages = await receive();
  const { batchItemFailures } = await handle({
    Records: messages.map(({ MessageId = '', Body = '' }) => ({
      messageId: MessageId,
      body: Body,
    })),
  });
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { MessageId = '', ReceiptHandle } of messages) {
    if (!failed.has(MessageId))
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

await bus.send(new RemoveTargetsCommand({ ...target, Ids: ['queue'] }));
await bus.send(new DeleteRuleCommand(rule));
await sqs.send(new DeleteQueueCommand({ QueueUrl }));
