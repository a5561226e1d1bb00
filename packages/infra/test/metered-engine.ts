import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isFields } from '@snacks/domain';
import { topology } from '@snacks/handlers';
import dynalite from 'dynalite';

/** Units that were used since the engine was started. */
export interface UsedUnits {
  writes: number;
  reads: number;
}

/** A DynamoDB engine on this machine that counts what AWS would charge for. */
export interface MeteredEngine {
  readonly endpoint: string;
  readonly used: UsedUnits;
  readonly stop: () => Promise<void>;
}

/** What AWS charges for a read that finds nothing, where the engine says none. */
const MIN_READ = 0.5;

/** Starts dynalite, and before it a server that has it tell the units of every call. */
export async function startMeteredEngine(): Promise<MeteredEngine> {
  const engine = dynalite({ createTableMs: 0 });
  const behind = await listen(engine);
  const used: UsedUnits = { writes: 0, reads: 0 };
  const meter = createServer((request, response) => void respond(behind, used, request, response));
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
  behind: string,
  used: UsedUnits,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { operation, status, text } = await passOn(behind, request);
  count(used, operation, text);
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(text);
}

async function passOn(behind: string, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const input: unknown = JSON.parse(Buffer.concat(chunks).toString());
  const {
    'x-amz-target': target = '',
    authorization = '',
    'x-amz-date': date = '',
  } = request.headers;
  const [, operation = ''] = String(target).split('.');
  const asksForUnits = isFields(input) && /Item$|Query/.test(operation);
  const passed = await fetch(behind, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': String(target),
      'x-amz-date': String(date),
      authorization,
    },
    body: JSON.stringify(asksForUnits ? { ...input, ReturnConsumedCapacity: 'TOTAL' } : input),
  });
  return { operation, status: passed.status, text: await passed.text() };
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
 * The engine tells the units of the table itself. Each index has an entry of the same size, and the
 * order leaves its old place in the index by state with every change.
 */
function entriesOf(tableName: string, operation: string): number {
  const table = Object.values(topology.tables).find(({ name }) => name === tableName);
  const indexes = Object.keys(table?.indexes ?? {}).length;
  const left = indexes > 0 && operation === 'UpdateItem' ? 1 : 0;
  return 1 + indexes + left;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
