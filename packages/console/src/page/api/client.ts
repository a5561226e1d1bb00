import { signal } from '@preact/signals';

/** An error response of the API, or no response at all (status 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** How to fix the request, by field. */
    readonly issues: readonly { readonly field: string; readonly message: string }[] = [],
  ) {
    super(message);
  }
}

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

export interface Request {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const TOKEN = 'token';

/** The caller's token, for platforms that need one. It is forgotten when the tab closes. */
export const token = signal(sessionStorage.getItem(TOKEN) ?? '');

/** Whether the platform refused a request because the token is missing or expired. */
export const tokenRefused = signal(false);

export function useToken(value: string): void {
  token.value = value;
  tokenRefused.value = false;
  sessionStorage.setItem(TOKEN, value);
}

/**
 * Calls the API, and returns the body of its response; `undefined` for an empty one.
 *
 * @throws {ApiError} for an error response, and if there is no response.
 */
export async function call<T>(path: string, request: Request = {}): Promise<T> {
  const { method = 'GET', body, headers = {}, signal: abort } = request;
  const response = await fetch(path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token.value !== '' && { authorization: `Bearer ${token.value}` }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(abort !== undefined && { signal: abort }),
  }).catch((error: unknown) => {
    if (abort?.aborted === true) throw error;
    throw new ApiError(0, 'NO_RESPONSE', 'The platform does not respond. Is it running?');
  });
  if (response.status === 401) tokenRefused.value = true;
  if (!response.ok) throw await errorOf(response);
  const text = await response.text();
  return JSON.parse(text === '' ? 'null' : text);
}

async function errorOf(response: Response): Promise<ApiError> {
  const problem: Problem = await response.json().catch(() => ({}));
  const { code = `HTTP_${response.status}`, title, detail, errors } = problem;
  return new ApiError(response.status, code, detail ?? title ?? response.statusText, errors);
}

/** Returns a path with the parameters that have a value. */
export function withQuery(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
