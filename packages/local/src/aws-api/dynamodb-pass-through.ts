import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { isFields } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import type { Engine } from '../store/dynalite-engine.js';
import { AwsApiError } from './aws-api-error.js';
import { readJson } from '../json/read-json.js';

/** The operations that external callers may use on any table. */
const OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'DeleteItem',
  'DescribeTable',
  'ListTables',
];

/** Writes are allowed only on tables without a stream: the stream would miss an external write. */
const WRITES = ['UpdateItem'];

const TABLES_WITHOUT_STREAM = Object.values(topology.tables)
  .filter(({ streamView }) => streamView === undefined)
  .map(({ name }) => name);

/** Forwards calls unchanged to the engine of the dynamodb store. */
export class DynamoDbPassThrough {
  /** @param address the engine's address; `undefined` if the orders are in memory. */
  constructor(private readonly address: Engine['address'] | undefined) {}

  /**
   * Returns the engine's response.
   *
   * @throws {AwsApiError} for an unsupported operation, and if there is no engine.
   */
  async call(operation: string, headers: Headers, body: string): Promise<Response> {
    const isSupported = WRITES.includes(operation)
      ? !isStreamed(body)
      : OPERATIONS.includes(operation);
    if (!isSupported) {
      throw new AwsApiError(
        'UnknownOperationException',
        `Unsupported operation ${operation}. Supported: ${OPERATIONS.join(', ')}, and on ${TABLES_WITHOUT_STREAM.join(', ')} ${WRITES.join(', ')}.`,
      );
    }
    if (this.address === undefined) {
      throw new AwsApiError(
        'ResourceNotFoundException',
        'The orders are in memory, so there is no table. Start with --store dynamodb --data DIR.',
      );
    }
    const { socketPath } = this.address;
    const sent = request({ socketPath, method: 'POST', headers: forwardedHeaders(headers) });
    const [response]: unknown[] = await once(sent.end(body), 'response');
    if (!(response instanceof IncomingMessage)) throw new Error('The engine did not respond.');
    const { statusCode: status = 500 } = response;
    return new Response(await text(response), { status, headers: responseHeaders(response) });
  }
}

/** The request headers that the engine reads. */
const FORWARDED_HEADERS = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

function forwardedHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    FORWARDED_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function responseHeaders({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    /^(content-type|x-amz)/.test(name) ? [[name, String(value)]] : [],
  );
}

/** Whether a call names a table with a stream, or an unknown table. */
function isStreamed(body: string): boolean {
  const parameters = readJson(body);
  const table = isFields(parameters) ? parameters.TableName : undefined;
  return !TABLES_WITHOUT_STREAM.some((name) => name === table);
}
