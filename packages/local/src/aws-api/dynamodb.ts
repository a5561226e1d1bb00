import { AwsApiError } from './aws-api-error.js';

/** What may be called from outside. A write that is none of the platform's would miss the stream. */
const OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'DeleteItem',
  'DescribeTable',
  'ListTables',
];

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
    if (!OPERATIONS.includes(operation)) {
      throw new AwsApiError(
        'UnknownOperationException',
        `${operation} is not known here: there are ${OPERATIONS.join(', ')}.`,
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
