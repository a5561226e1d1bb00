import type { Context } from 'aws-lambda';

/** The parts of Lambda's context that a handler reads. */
export type InvocationContext = Pick<Context, 'awsRequestId' | 'functionName'> &
  Partial<Pick<Context, 'functionVersion'>>;

/**
 * A Lambda function. The event comes from outside, so its type is unknown. The result is plain data
 * that JSON can represent.
 */
export type LambdaHandler<Result = unknown> = (
  event: unknown,
  context: InvocationContext,
) => Promise<Result>;
