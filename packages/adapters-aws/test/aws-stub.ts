import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ClientOptions } from '../src/client/settings.js';
import { close, listen } from './loopback.js';
import { acceptErrorsOfNode } from './one-realm.js';

/** A client of an AWS service, and behind it a server on loopback. */
export interface AwsStub<Client, Fault> {
  readonly client: Client;
  readonly endpoint: string;
  /** Has the next requests go wrong, each in its way; `undefined` for one that does not. */
  readonly break: (...faults: readonly (Fault | undefined)[]) => void;
  readonly stop: () => Promise<void>;
}

/** A request, how it is to go wrong, and where its response goes. */
export interface Exchange<Fault> {
  readonly request: IncomingMessage;
  readonly body: string;
  readonly fault: Fault | undefined;
  readonly response: ServerResponse;
}

/** Starts what returns a client as the service would. */
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

/** Returns in the JSON protocol that most services speak. */
export function replyJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}
