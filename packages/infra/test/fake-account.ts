import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { createAccountClients } from '../src/deploy/preflight/clients.js';
import type { ClientSettings } from '../src/deploy/proof/clients.js';

/** What a call is returned with: fields as JSON, or the result of an XML service as it is. */
export type FakeResponse = object | string;

/** Returns by operation, such as `GetParameter`; an operation that has none is denied. */
export type FakeResponses = Readonly<
  Record<string, FakeResponse | ((call: Readonly<Record<string, unknown>>) => FakeResponse)>
>;

/** An error of a service, as its SDK throws it. */
export class FakeError {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

/** The operations that a path tells, where no header and no body does. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/2016-08-19\/account-settings/, 'GetAccountSettings'],
  [/^\/2015-03-31\/functions\/([^/?]+)\/aliases/, 'GetAlias'],
  [/^\/v2\/email\/account/, 'GetAccount'],
  [/^\/v2\/email\/identities\/([^/?]+)/, 'GetEmailIdentity'],
];

/** The clients that ask such an account, and what ends both. */
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

/** The AWS services that an account is asked by, of which a test decides the responses. */
export async function fakeAccount(responses: FakeResponses = {}) {
  const server = createServer((request, response) => {
    void respond(request, response, responses);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It has no port.');
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
  const { operation, call, speaks } = readCall(request, await text(request));
  const given =
    responses[operation] ??
    new FakeError('AccessDeniedException', `not authorized to perform: ${operation}`);
  const reply = typeof given === 'function' ? given(call) : given;
  if (speaks === 'xml') {
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
  readonly speaks: 'json' | 'xml';
}

function readCall({ url = '/', headers }: IncomingMessage, body: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const operation = target.split('.')[1] ?? '';
    return { operation, call: Object.fromEntries(entriesOf(JSON.parse(body))), speaks: 'json' };
  }
  for (const [path, operation] of PATHS) {
    const found = path.exec(url);
    if (found === null) continue;
    const call = { name: decodeURIComponent(found[1] ?? '') };
    return { operation, call, speaks: 'json' };
  }
  const form = Object.fromEntries(new URLSearchParams(body));
  return { operation: form.Action ?? '', call: form, speaks: 'xml' };
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
