import type { Context } from 'aws-lambda';

/** What a handler reads of the context that Lambda gives it. */
export type InvocationContext = Pick<Context, 'awsRequestId' | 'functionName'> &
  Partial<Pick<Context, 'functionVersion'>>;

/**
 * A Lambda function. The event comes from outside, so it is unknown until it was looked at; the
 * result is plain data that JSON can carry.
 */
export type LambdaHandler<Result = unknown> = (
  event: unknown,
  context: InvocationContext,
) => Promise<Result>;
