import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

/**
 * A replacement for Lambda's managed Node.js runtime, as a program: it loads the handler that
 * `_HANDLER` names from `LAMBDA_TASK_ROOT`, and then fetches invocations over the Runtime API, one at a
 * time, and returns their results. It imports only the modules of Node that it needs, because the
 * benchmark counts its start as a part of the bare runtime.
 *
 * Unlike the managed runtime, it supports neither callbacks nor streamed responses: no function uses
 * them.
 */

// As in AWS's runtime interface client. To import this module would run its getters, and one of them
// loads a whole second HTTP client: some 30 ms, more than the rest of this program takes.
const { Agent, request }: typeof import('node:http') = createRequire(import.meta.url)('node:http');

const API = `http://${process.env.AWS_LAMBDA_RUNTIME_API ?? ''}/2018-06-01/runtime`;
const TRACE_ID = '_X_AMZN_TRACE_ID';
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

interface Response {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function call(method: 'GET' | 'POST', path: string, body?: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${API}${path}`, { method, agent }, (response) => {
      text(response).then((body) => resolve({ headers: response.headers, body }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Serialises a thrown value in the same way as the managed runtime. */
function describe(error: unknown): string {
  return JSON.stringify(
    error instanceof Error
      ? {
          errorType: error.name,
          errorMessage: error.message,
          trace: (error.stack ?? '').split('\n'),
        }
      : { errorType: typeof error, errorMessage: String(error), trace: [] },
  );
}

async function loadHandler(): Promise<(event: unknown, context: unknown) => unknown> {
  const { _HANDLER = '', LAMBDA_TASK_ROOT = '' } = process.env;
  const [file = '', name = ''] = _HANDLER.split('.');
  const path = pathToFileURL(`${LAMBDA_TASK_ROOT}/${file}.mjs`).href;
  const module: Readonly<Record<string, unknown>> = await import(path);
  const handler = module[name];
  if (typeof handler !== 'function')
    throw new TypeError(`${_HANDLER} is undefined or not exported`);
  return (event, context) => handler(event, context);
}

function header(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[`lambda-runtime-${name}`] ?? '');
}

function contextOf(headers: IncomingHttpHeaders) {
  const { env } = process;
  const deadline = Number(header(headers, 'deadline-ms'));
  return {
    awsRequestId: header(headers, 'aws-request-id'),
    invokedFunctionArn: header(headers, 'invoked-function-arn'),
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

let handler: Awaited<ReturnType<typeof loadHandler>>;
try {
  handler = await loadHandler();
} catch (error) {
  await call('POST', '/init/error', describe(error));
  process.exit(1);
}
for (;;) {
  const { headers, body } = await call('GET', '/invocation/next');
  process.env[TRACE_ID] = header(headers, 'trace-id');
  const path = `/invocation/${header(headers, 'aws-request-id')}`;
  try {
    const event: unknown = JSON.parse(body);
    const result = await handler(event, contextOf(headers));
    await call('POST', `${path}/response`, JSON.stringify(result ?? null));
  } catch (error) {
    await call('POST', `${path}/error`, describe(error));
  }
}
