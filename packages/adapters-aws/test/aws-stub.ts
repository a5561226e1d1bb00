import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ClientOptions } from '../src/client/settings.js';
import { close, listen } from './loopback.js';
import { acceptErrorsOfNode } from './one-realm.js';

/** A client of an AWS service that sends to a server on loopback. */
export interface AwsStub<Client, Fault> {
  readonly client: Client;
  readonly endpoint: string;
  /** Makes the next requests fail with these faults, one each; `undefined` means no fault. */
  readonly break: (...faults: readonly (Fault | undefined)[]) => void;
  readonly stop: () => Promise<void>;
}

/** A request with its fault and its response. */
export interface Exchange<Fault> {
  readonly request: IncomingMessage;
  readonly body: string;
  readonly fault: Fault | undefined;
  readonly response: ServerResponse;
}

/** Starts a server that replaces the service, and creates a client for it. */
export async function startAwsStub<Client extends { destroy(): void }, Fault>(
  createClient: (options: ClientOptions) => Client,
  options: ClientOptions,
  respond: (exchange: Exchange<Fault>) => void,
): Promise<AwsStub<Client, Fault>> {
  acceptErrorsOfNode();
  let faults: readonly (Fault | undefined)[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const [fault, ...later] = faults;
    faults = later;
    respond({ request, body, fault, response });
  };
  const server = createServer((request, response) => void take(request, response));
  const endpoint = await listen(server);
  const client = createClient({
    endpoint,
    region: 'eu-central-1',
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    ...options,
  });
  return {
    client,
    endpoint,
    break: (...next) => {
      faults = next;
    },
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await close(server);
    },
  };
}

/** Responds in the JSON protocol that most services use. */
export function replyJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}
