import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isFields } from '@snacks/domain';
import dynalite from 'dynalite';

/** A call to a service: its signer, its action and its input. */
export interface ServiceCall {
  /** The access key id of the signer. */
  readonly caller: string;
  /** The action as IAM names it, such as `dynamodb:PutItem`. */
  readonly action: string;
  /** The table and the index of the call; empty if it has none. */
  readonly table: string;
  readonly index: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** DynamoDB, EventBridge, Step Functions, SNS and SQS on loopback, with a record of every call. */
export interface AwsServices {
  /** The environment variables that point the SDK to the services. */
  readonly endpoints: Readonly<
    Record<
      `AWS_ENDPOINT_URL_${'CLOUDWATCH' | 'CLOUDWATCH_LOGS' | 'DYNAMODB' | 'EVENTBRIDGE' | 'SFN' | 'SNS' | 'SQS'}`,
      string
    >
  >;
  readonly calls: readonly ServiceCall[];
  readonly stop: () => Promise<void>;
}

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  AmazonSQS: 'sqs',
  Logs_20140328: 'logs',
  GraniteServiceVersion20100801: 'cloudwatch',
};

/** The bus permanently refuses every event that contains this text. */
export const REFUSED_FOR_GOOD = 'refused for good';

/**
 * Starts a DynamoDB engine, a topic and a queue that accept every message, a bus that accepts every
 * event without {@link REFUSED_FOR_GOOD}, and a state machine.
 */
export async function startAwsServices(): Promise<AwsServices> {
  const calls: ServiceCall[] = [];
  const bus = createServer((request, response) => void acceptEvents(request, response));
  const states = createServer((request, response) => void execute(request, response));
  const topic = createServer((request, response) => void acceptMessage(request, response));
  const queue = createServer((request, response) => void acceptQueued(request, response));
  const observed = createServer((request, response) => void observe(request, response));
  const servers = [dynalite({ createTableMs: 0 }), bus, states, topic, queue, observed];
  for (const server of servers) record(server, calls);
  const [dynamodb = '', eventbridge = '', sfn = '', sns = '', sqs = '', cloudwatch = ''] =
    await Promise.all(servers.map(listen));
  return {
    endpoints: {
      AWS_ENDPOINT_URL_CLOUDWATCH: cloudwatch,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: cloudwatch,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      AWS_ENDPOINT_URL_EVENTBRIDGE: eventbridge,
      AWS_ENDPOINT_URL_SFN: sfn,
      AWS_ENDPOINT_URL_SNS: sns,
      AWS_ENDPOINT_URL_SQS: sqs,
    },
    calls,
    stop: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}

/** Records every request to the server, in addition to the server's own handler. */
function record(server: Server, calls: ServiceCall[]): void {
  server.on('request', (request: IncomingMessage) => {
    const { authorization = '', 'x-amz-target': target = '' } = request.headers;
    void read(request).then((input) =>
      calls.push(
        ...tablesOf(input).map((table) => ({
          caller: /Credential=([^/]+)/.exec(authorization)?.[1] ?? '',
          action: actionOf(String(target), input),
          table,
          index: textOf(input.IndexName),
          input,
        })),
      ),
    );
  });
}

/** SNS has its operation in the body, all other services have it in a header. */
function actionOf(target: string, input: ServiceCall['input']): string {
  if (target === '') return `sns:${textOf(input.Action)}`;
  const [service = '', operation = ''] = target.split('.');
  return `${SERVICES[service] ?? service}:${operation}`;
}

/** The tables of a call: several for a batch; one without a name for a call of another service. */
function tablesOf({ TableName, RequestItems }: ServiceCall['input']): readonly string[] {
  return isFields(RequestItems) ? Object.keys(RequestItems) : [textOf(TableName)];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads with listeners: iteration would leave no data for the server's own handler. */
async function read(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  const body = Buffer.concat(chunks).toString();
  const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  if (isForm) return Object.fromEntries(new URLSearchParams(body));
  const input: unknown = JSON.parse(body);
  return isFields(input) ? input : {};
}

async function acceptMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await read(request);
  response.setHeader('content-type', 'text/xml');
  response.end(
    '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
  );
}

async function acceptEvents(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { Entries } = await read(request);
  const results = (Array.isArray(Entries) ? Entries : []).map((entry, n) =>
    JSON.stringify(entry).includes(REFUSED_FOR_GOOD)
      ? { ErrorCode: 'MalformedDetail' }
      : { EventId: `taken-${n}` },
  );
  const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length;
  response.setHeader('content-type', 'application/x-amz-json-1.1');
  response.end(JSON.stringify({ FailedEntryCount, Entries: results }));
}

/** Responds as if every execution had been started before and had failed. */
async function execute(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { name } = await read(request);
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  if (name !== undefined) {
    response.writeHead(400);
    response.end(JSON.stringify({ __type: 'ExecutionAlreadyExists' }));
    return;
  }
  response.end(JSON.stringify({ status: 'FAILED', startDate: 1, redriveDate: 1 }));
}

/** The message that every queue has. */
const MESSAGE = '{"detail":{}}';

/** A queue that accepts every message, and always has the message `message-1`. */
async function acceptQueued(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const input = await read(request);
  const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify(queueResponse(operation, input)));
}

/** The responses have the digests of bodies, because the client verifies them. */
function queueResponse(operation: string, input: ServiceCall['input']): object {
  switch (operation) {
    case 'GetQueueUrl':
      return { QueueUrl: `http://127.0.0.1:1/000000000000/${textOf(input.QueueName)}` };
    case 'GetQueueAttributes': {
      const name = textOf(input.QueueUrl).split('/').at(-1);
      const QueueArn = `arn:aws:sqs:eu-central-1:123456789012:${name}`;
      return { Attributes: { QueueArn, ApproximateNumberOfMessages: '1' } };
    }
    case 'ReceiveMessage':
      return {
        Messages: [
          { MessageId: 'message-1', ReceiptHandle: '1', Body: MESSAGE, MD5OfBody: md5(MESSAGE) },
        ],
      };
    default:
      return { MessageId: 'taken', MD5OfMessageBody: md5(textOf(input.MessageBody)) };
  }
}

/** A log without lines, and metrics without values. */
async function observe(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await read(request);
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end('{}');
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
