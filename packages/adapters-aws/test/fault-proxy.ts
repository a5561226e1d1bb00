import { buffer } from 'node:stream/consumers';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen } from './loopback.js';

/** A fault between the client and DynamoDB. */
export type WireFault =
  /** The connection is cut before the engine gets the request. */
  | 'reset'
  /** The write takes effect, then the connection is cut before the response. */
  | 'response lost'
  /** The write takes effect, then the connection is cut during the response. */
  | 'reset amid the response'
  /** The write takes effect, then the response stops after its head. The connection stays open. */
  | 'stalled amid the response'
  /** The write takes effect, but its response comes after the client's timeout. */
  | 'late response'
  /** The engine never gets the request, and there is no response. */
  | 'silent'
  | 'internal error'
  | 'throttled';

export const WIRE_FAULTS: readonly WireFault[] = [
  'reset',
  'response lost',
  'reset amid the response',
  'stalled amid the response',
  'late response',
  'silent',
  'internal error',
  'throttled',
];

/** A server on loopback that forwards requests to an engine, and injects faults. */
export interface FaultProxy {
  readonly endpoint: string;
  /** The requested operations, such as `PutItem`, since the last {@link FaultProxy.inject}. */
  readonly operations: readonly string[];
  /** Injects a fault into the next requests for an operation. @default times all */
  readonly inject: (operation: string, fault: WireFault, times?: number) => void;
  readonly stop: () => Promise<void>;
}

const ERRORS = {
  'internal error': [500, 'InternalServerError'],
  throttled: [400, 'ProvisionedThroughputExceededException'],
} as const;

/** Longer than the timeout of the clients in the tests, in milliseconds. */
const LATE = 500;

interface Response {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

async function forward(target: string, request: IncomingMessage): Promise<Response> {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && /^(?:x-amz-|authorization|content-type)/.test(name)
      ? [[name, value]]
      : [],
  );
  const response = await fetch(target, { method: 'POST', headers, body: await buffer(request) });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: Buffer.from(await response.arrayBuffer()),
  };
}

function reply(response: ServerResponse, { status, type, body }: Response): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(body);
}

function respondWithFault(
  fault: WireFault | undefined,
  response: ServerResponse,
  original: Response,
): void {
  if (fault === undefined) return reply(response, original);
  if (fault === 'response lost') return void response.socket?.destroy();
  if (fault === 'late response') return void setTimeout(() => reply(response, original), LATE);
  // Announces one byte more than it sends.
  const { status, type, body } = original;
  response.writeHead(status, { 'content-type': type, 'content-length': body.length + 1 });
  response.write(body, () => {
    if (fault === 'reset amid the response') response.socket?.destroy();
  });
}

/** Starts a proxy in front of an engine. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let operations: string[] = [];
  let injected: { operation: string; fault: WireFault; times: number } | undefined;

  const nextFault = (operation: string): WireFault | undefined => {
    if (injected?.operation !== operation || injected.times === 0) return undefined;
    injected.times -= 1;
    return injected.fault;
  };

  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    operations.push(operation);
    const fault = nextFault(operation);
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'silent') return;
    if (fault === 'internal error' || fault === 'throttled') {
      const [status, code] = ERRORS[fault];
      const body = Buffer.from(JSON.stringify({ __type: code, message: 'By the test.' }));
      return reply(response, { status, type: 'application/x-amz-json-1.0', body });
    }
    void forward(target, request).then((original) => respondWithFault(fault, response, original));
  });
  return {
    endpoint: await listen(server),
    get operations() {
      return operations;
    },
    inject: (operation, fault, times = Infinity) => {
      operations = [];
      injected = { operation, fault, times };
    },
    stop: async () => {
      server.closeAllConnections();
      await close(server);
    },
  };
}
