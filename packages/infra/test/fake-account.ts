import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { createAccountClients } from '../src/deploy/preflight/clients.js';
import type { ClientSettings } from '../src/deploy/proof/clients.js';

/** The response to a call: fields for a JSON service, or the result element's text for an XML service. */
export type FakeResponse = object | string;

/** Responses by operation, such as `GetParameter`. An operation without a response is denied. */
export type FakeResponses = Readonly<
  Record<string, FakeResponse | ((call: Readonly<Record<string, unknown>>) => FakeResponse)>
>;

/** An error response of a service. */
export class FakeError {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

/** The operations of REST services, by their paths. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/2016-08-19\/account-settings/, 'GetAccountSettings'],
  [/^\/2015-03-31\/functions\/([^/?]+)\/aliases/, 'GetAlias'],
  [/^\/v2\/email\/account/, 'GetAccount'],
  [/^\/v2\/email\/identities\/([^/?]+)/, 'GetEmailIdentity'],
];

/** Starts a fake account and creates clients for it. `close` stops both. */
export async function fakeAccountClients(
  responses: FakeResponses = {},
  logger?: ClientSettings['logger'],
) {
  const account = await fakeAccount(responses);
  const clients = createAccountClients({
    endpoint: account.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
    ...(logger !== undefined && { logger }),
  });
  return {
    clients,
    close: async () => {
      clients.destroy();
      await account.close();
    },
  };
}

/** Starts a server for the AWS services that describe an account. The test decides the responses. */
export async function fakeAccount(responses: FakeResponses = {}) {
  const server = createServer((request, response) => {
    void respond(request, response, responses);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  responses: FakeResponses,
): Promise<void> {
  const { operation, call, format } = readCall(request, await text(request));
  const configured =
    responses[operation] ??
    new FakeError('AccessDeniedException', `not authorized to perform: ${operation}`);
  const reply = typeof configured === 'function' ? configured(call) : configured;
  if (format === 'xml') {
    response.writeHead(reply instanceof FakeError ? 400 : 200, { 'content-type': 'text/xml' });
    response.end(
      reply instanceof FakeError
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>${reply.code}</Code><Message>${reply.message}</Message></Error></ErrorResponse>`
        : `<R><${operation}Result>${String(reply)}</${operation}Result></R>`,
    );
    return;
  }
  response.writeHead(reply instanceof FakeError ? 400 : 200, {
    'content-type': 'application/x-amz-json-1.1',
    ...(reply instanceof FakeError && { 'x-amzn-errortype': reply.code }),
  });
  response.end(
    JSON.stringify(
      reply instanceof FakeError ? { __type: reply.code, message: reply.message } : reply,
    ),
  );
}

interface Call {
  readonly operation: string;
  readonly call: Readonly<Record<string, unknown>>;
  readonly format: 'json' | 'xml';
}

function readCall({ url = '/', headers }: IncomingMessage, body: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const operation = target.split('.')[1] ?? '';
    return { operation, call: Object.fromEntries(entriesOf(JSON.parse(body))), format: 'json' };
  }
  for (const [path, operation] of PATHS) {
    const found = path.exec(url);
    if (found === null) continue;
    const call = { name: decodeURIComponent(found[1] ?? '') };
    return { operation, call, format: 'json' };
  }
  const form = Object.fromEntries(new URLSearchParams(body));
  return { operation: form.Action ?? '', call: form, format: 'xml' };
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
