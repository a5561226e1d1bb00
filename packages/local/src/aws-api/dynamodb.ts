import { isFields } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import { AwsApiError } from './aws-api-error.js';
import { readJson } from './read-json.js';

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
  /** @param endpoint of the engine; left out where the orders are in memory. */
  constructor(private readonly endpoint: string | undefined) {}

  /**
   * The engine's answer.
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
    if (this.endpoint === undefined) {
      throw new AwsApiError(
        'ResourceNotFoundException',
        'The orders are in memory, so there is no table: start with --store dynamodb --data DIR.',
      );
    }
    const passed = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: passed.flatMap((name): [string, string][] => {
        const value = headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
      body,
    });
    return new Response(await answer.text(), {
      status: answer.status,
      headers: [...answer.headers].filter(([name]) => /^(content-type|x-amz)/.test(name)),
    });
  }
}

/** Whether a call names a table with a stream, or none that is known. */
function isStreamed(body: string): boolean {
  const parameters = readJson(body);
  const table = isFields(parameters) ? parameters.TableName : undefined;
  return !WITHOUT_STREAM.some((name) => name === table);
}
