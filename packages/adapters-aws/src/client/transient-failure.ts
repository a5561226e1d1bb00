const THROTTLING = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestThrottledException',
  'LimitExceededException',
]);

const NETWORK = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Returns the code of a transient error: the service is unreachable, throttles or fails, so a retry
 * may succeed. Returns `undefined` for any other error, such as a missing bus, a missing permission or
 * a bug, which a retry does not fix.
 */
export function transientCode(error: unknown): string | undefined {
  if (!isObject(error)) return undefined;
  const { name, code, $metadata } = error;
  if (typeof name === 'string' && (name === 'TimeoutError' || THROTTLING.has(name))) return name;
  if (typeof code === 'string' && NETWORK.has(code)) return code;
  const status = isObject($metadata) ? Number($metadata.httpStatusCode) : 0;
  return status === 429 || status >= 500 ? String(name) : undefined;
}
