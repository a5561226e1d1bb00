/** An error as the log shows it. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  /** The stack's frames, without the message that usually leads them. */
  readonly stack?: readonly string[];
  readonly cause?: ErrorDescription;
}

/**
 * Describes an error for the log. Its message is shown only where it is known to quote no customer data: that
 * of the platform's own errors, which carry a `code`, and of AWS, which carry `$metadata`. A
 * `SyntaxError` of `JSON.parse` quotes the very text that it could not read, and Node's own
 * `ERR_…` errors the argument that they refuse.
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

/** The lines behind the message. A message can have lines of its own, and look like a frame. */
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
