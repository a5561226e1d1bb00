import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isFields } from '@snacks/domain';
import { topology } from '@snacks/handlers';
import dynalite from 'dynalite';

/** The units that calls have used since the start of the engine. */
export interface UsedUnits {
  writes: number;
  reads: number;
}

/** A local DynamoDB engine that counts the units that AWS charges for. */
export interface MeteredEngine {
  readonly endpoint: string;
  readonly used: UsedUnits;
  readonly stop: () => Promise<void>;
}

/** The units that AWS charges for a read without a result. The engine reports none. */
const MIN_READ = 0.5;

/** Starts dynalite behind a proxy that requests and counts the consumed units of every call. */
export async function startMeteredEngine(): Promise<MeteredEngine> {
  const engine = dynalite({ createTableMs: 0 });
  const engineUrl = await listen(engine);
  const used: UsedUnits = { writes: 0, reads: 0 };
  const meter = createServer(
    (request, response) => void respond(engineUrl, used, request, response),
  );
  return {
    endpoint: await listen(meter),
    used,
    stop: async () => {
      for (const server of [meter, engine]) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}

async function respond(
  engineUrl: string,
  used: UsedUnits,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { operation, status, text } = await forward(engineUrl, request);
  count(used, operation, text);
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(text);
}

async function forward(engineUrl: string, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const input: unknown = JSON.parse(Buffer.concat(chunks).toString());
  const {
    'x-amz-target': target = '',
    authorization = '',
    'x-amz-date': date = '',
  } = request.headers;
  const [, operation = ''] = String(target).split('.');
  const consumesUnits = isFields(input) && /Item$|Query/.test(operation);
  const response = await fetch(engineUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': String(target),
      'x-amz-date': String(date),
      authorization,
    },
    body: JSON.stringify(consumesUnits ? { ...input, ReturnConsumedCapacity: 'TOTAL' } : input),
  });
  return { operation, status: response.status, text: await response.text() };
}

function count(used: UsedUnits, operation: string, text: string): void {
  const output: unknown = JSON.parse(text);
  const consumed = isFields(output) ? output.ConsumedCapacity : undefined;
  if (!isFields(consumed)) return;
  const units = Number(consumed.CapacityUnits);
  if (/Get|Query/.test(operation)) used.reads += Math.max(MIN_READ, units);
  else used.writes += units * entriesOf(String(consumed.TableName), operation);
}

/**
 * The number of entries that a write changes. The engine reports only the units of the table itself.
 * Each index has an entry of the same size, and an update also deletes the old entry in the index by
 * status.
 */
function entriesOf(tableName: string, operation: string): number {
  const table = Object.values(topology.tables).find(({ name }) => name === tableName);
  const indexes = Object.keys(table?.indexes ?? {}).length;
  const deleted = indexes > 0 && operation === 'UpdateItem' ? 1 : 0;
  return 1 + indexes + deleted;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
