/** An error as the log shows it. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  /** The frames of the stack, without the message. */
  readonly stack?: readonly string[];
  readonly cause?: ErrorDescription;
}

/**
 * Describes an error for the log. The description has the message only if the message cannot quote
 * customer data: for errors of the platform, which have a `code`, and errors of AWS, which have
 * `$metadata`. A `SyntaxError` of `JSON.parse` quotes the text that it could not parse, and the
 * `ERR_…` errors of Node quote the argument that they reject.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isKnown = (code !== undefined && !code.startsWith('ERR_')) || '$metadata' in error;
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(isKnown && { message: error.message }),
    stack: framesOf(error),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** The frames of the stack. The message is removed first: a line of it can look like a frame. */
function framesOf({ name, message, stack = '' }: Error): string[] {
  const head = message === '' ? name : `${name}: ${message}`;
  if (!stack.startsWith(head)) return [];
  return stack
    .slice(head.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}
