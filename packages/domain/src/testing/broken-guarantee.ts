import { isError, Mismatch } from './assertions.js';

/**
 * The failure of a case: the guarantee that broke, what happened instead, and where the guarantee is
 * documented. Of a mismatch it has what test runners need to show a difference; any other error is its
 * `cause`.
 */
export function brokenGuarantee(port: string, guarantee: string, error: unknown): Error {
  const message = [
    `${port}: ${guarantee}.`,
    isError(error) ? error.message : String(error),
    `See the doc comment of ${port} in @snacks/domain (REFERENCE.md#${port.toLowerCase()}).`,
  ].join('\n');
  if (!(error instanceof Mismatch)) return withStackOf(error, new Error(message, { cause: error }));
  const { actual, expected, cause } = error;
  const failure = new Error(message, { ...(cause !== undefined && { cause }) });
  return withStackOf(error, Object.assign(failure, { ...AS_ASSERTION, actual, expected }));
}

/** By these, test runners recognise an error with `actual` and `expected`. */
const AS_ASSERTION = {
  name: 'AssertionError',
  code: 'ERR_ASSERTION',
  operator: 'deepEqual',
  generatedMessage: false,
  showDiff: true,
};

/** Makes an error point to where another one was thrown. */
function withStackOf(thrown: unknown, error: Error): Error {
  if (!isError(thrown) || thrown.stack === undefined) return error;
  const { stack, message } = thrown;
  // On some platforms the stack begins with the message, on others it has only the calls.
  const start = stack.indexOf(message);
  const calls = start < 0 ? `\n${stack}` : stack.slice(start + message.length);
  error.stack = `${String(error)}${calls}`;
  return error;
}
