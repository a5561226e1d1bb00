import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { isFields } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import type { Engine } from '../store/dynalite-engine.js';
import { AwsApiError } from './aws-api-error.js';
import { readJson } from '../cli/read-json.js';

/** What may be called from outside, on any table. */
const OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'DeleteItem',
  'DescribeTable',
  'ListTables',
];

/** What may be called on tables without a stream: it would not tell of a write from outside. */
const WRITES = ['UpdateItem'];

const WITHOUT_STREAM = Object.values(topology.tables)
  .filter(({ streamView }) => streamView === undefined)
  .map(({ name }) => name);

/** Passes a call on to the engine of the dynamodb store, as it came. */
export class DynamoDbPassThrough {
  /** @param address of the engine; left out where the orders are in memory. */
  constructor(private readonly address: Engine['address'] | undefined) {}

  /**
   * The engine's response.
   *
   * @throws {AwsApiError} for an operation that is not passed on, and where there is no engine.
   */
  async call(operation: string, headers: Headers, body: string): Promise<Response> {
    const known = WRITES.includes(operation) ? !isStreamed(body) : OPERATIONS.includes(operation);
    if (!known) {
      throw new AwsApiError(
        'UnknownOperationException',
        `${operation} is not known here: there are ${OPERATIONS.join(', ')}, and on ${WITHOUT_STREAM.join(', ')} ${WRITES.join(', ')}.`,
      );
    }
    if (this.address === undefined) {
      throw new AwsApiError(
        'ResourceNotFoundException',
        'The orders are in memory, so there is no table: start with --store dynamodb --data DIR.',
      );
    }
    const { socketPath } = this.address;
    const sent = request({ socketPath, method: 'POST', headers: chosen(headers, PASSED_ON) });
    const [response]: unknown[] = await once(sent.end(body), 'response');
    if (!(response instanceof IncomingMessage)) throw new Error('The engine gave no response.');
    const { statusCode: status = 500 } = response;
    return new Response(await text(response), { status, headers: answersHeaders(response) });
  }
}

/** Those of the caller's headers that the engine looks at. */
const PASSED_ON = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

function chosen(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function answersHeaders({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    /^(content-type|x-amz)/.test(name) ? [[name, String(value)]] : [],
  );
}

/** Whether a call names a table with a stream, or none that is known. */
function isStreamed(body: string): boolean {
  const parameters = readJson(body);
  const table = isFields(parameters) ? parameters.TableName : undefined;
  return !WITHOUT_STREAM.some((name) => name === table);
}
