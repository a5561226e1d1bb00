import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type {
  InMemoryEventBus,
  InMemoryQueue,
  InMemoryStateMachine,
  Timers,
} from '@snacks/adapters-memory';
import { isFields } from '@snacks/domain';
import type { IdGenerator } from '@snacks/domain/ports';
import { nestingOf } from '@snacks/handlers';

import { ACCOUNT } from '../platform/arn.js';
import { MAX_JSON_DEPTH, readJson } from '../json/read-json.js';
import type { MetricMinutes } from '../inspection/metric-minutes.js';
import type { RecentLogs } from '../inspection/recent-logs.js';
import type { Engine } from '../store/dynalite-engine.js';
import { AwsApiError } from './aws-api-error.js';
import { awsErrorResponse } from './aws-error-response.js';
import { cloudWatchOperations } from './cloudwatch.js';
import { DynamoDbPassThrough } from './dynamodb-pass-through.js';
import { eventBridgeOperations } from './event-bridge.js';
import { logOperations } from './logs/log-operations.js';
import type { Operations } from './operation.js';
import { Parameters } from './parameters.js';
import { messageOperations } from './sqs/message-operations.js';
import { queueOperations } from './sqs/queue-operations.js';
import { redriveOperations } from './sqs/redrive-operations.js';
import { ServedQueues } from './sqs/served-queues.js';
import { stepFunctionsOperations } from './step-functions.js';

/** The parts of the platform that the APIs of AWS serve. */
export interface ServedPlatform {
  readonly queues: ReadonlyMap<string, InMemoryQueue>;
  readonly bus: InMemoryEventBus;
  readonly approvals: InMemoryStateMachine;
  readonly metricMinutes: MetricMinutes;
  flushMessages(): Promise<void>;
}

export interface AwsApiOptions {
  readonly platform: ServedPlatform;
  readonly timers: Timers;
  readonly ids: IdGenerator;
  readonly logs: RecentLogs;
  /** The address of the engine of the dynamodb store. Left out if the orders are in memory. */
  readonly dynamoDb?: Engine['address'] | undefined;
  /** Aborted when the platform stops. It ends all long polls. */
  readonly stopping: AbortSignal;
}

/** Fits a message of 1 MiB after escaping, with its parameters. In bytes. */
const MAX_BODY = 10 * 1_024 * 1_024;

const DYNAMODB = 'DynamoDB_20120810';

/**
 * Serves SQS, EventBridge, DynamoDB, Step Functions, CloudWatch and CloudWatch Logs in the JSON protocols
 * of the AWS SDKs, over the platform's own queues, bus, store, workflow, metrics and logs. It covers the
 * commands of the runbook, the proof of a deployment, and the operators' API. Every program on this machine may call it, with any credentials.
 */
export function awsApi(options: AwsApiOptions): Hono {
  const { platform, timers, ids, logs, stopping } = options;
  const queues = new ServedQueues(platform.queues, timers, ids);
  const services = new Map<string, Operations>([
    [
      'AmazonSQS',
      {
        ...queueOperations(queues),
        ...messageOperations(queues, timers),
        ...redriveOperations(queues, timers, ids),
      },
    ],
    ['AWSEvents', eventBridgeOperations(platform.bus, queues)],
    ['Logs_20140328', logOperations(logs)],
    ['AWSStepFunctions', stepFunctionsOperations(platform.approvals)],
    [
      'GraniteServiceVersion20100801',
      cloudWatchOperations({
        minutes: platform.metricMinutes,
        queues: platform.queues,
        clock: timers,
      }),
    ],
  ]);
  const dynamoDb = new DynamoDbPassThrough(options.dynamoDb);

  async function respond(context: Context): Promise<Response> {
    const [service = '', name = ''] = (context.req.header('x-amz-target') ?? '').split('.');
    const body = await context.req.text();
    if (nestingOf(body) > MAX_JSON_DEPTH) throw malformedBody();
    if (service === DYNAMODB) return dynamoDb.call(name, context.req.raw.headers, body);

    const operations = services.get(service);
    if (operations === undefined) {
      throw unknownTarget('service', service, [...services.keys(), DYNAMODB]);
    }
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw unknownTarget('operation', name, Object.keys(operations));
    const signal = AbortSignal.any([context.req.raw.signal, stopping]);
    const origin = new URL(context.req.url).origin;
    const parameters = new Parameters(parse(body), operation.parameters);
    const result = await operation.run(parameters, { origin, signal });
    await platform.flushMessages();
    return context.json(result);
  }

  const app = new Hono();
  const limit = bodyLimit({
    maxSize: MAX_BODY,
    onError: (context) =>
      awsErrorResponse(
        context,
        new AwsApiError('ValidationException', 'The body is over 10 MB.'),
        413,
      ),
  });
  // An SDK posts to the endpoint, or to the URL of a queue.
  app.on('POST', ['/', `/${ACCOUNT}/:queue`], limit, async (context) => respond(context));
  app.onError((error, context) => {
    if (error instanceof AwsApiError) return awsErrorResponse(context, error, 400);
    const failure = new AwsApiError('InternalFailure', 'The platform failed to handle this call.');
    return awsErrorResponse(context, failure, 500);
  });
  return app;
}

function parse(body: string): Readonly<Record<string, unknown>> {
  const value = readJson(body === '' ? '{}' : body);
  if (isFields(value)) return value;
  throw malformedBody();
}

function malformedBody(): AwsApiError {
  return new AwsApiError(
    'SerializationException',
    `The body must be a JSON object with a nesting depth of at most ${MAX_JSON_DEPTH}.`,
  );
}

function unknownTarget(
  kind: 'service' | 'operation',
  name: string,
  supported: readonly string[],
): AwsApiError {
  return new AwsApiError(
    'UnknownOperationException',
    name === ''
      ? 'Only the JSON protocols of AWS are supported. For SQS, use an AWS CLI of 2024 or newer.'
      : `Unsupported ${kind} ${name}. Supported: ${supported.join(', ')}.`,
  );
}
