import { noteRefusal, session, signedIn } from '../state/session.js';

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
}

/**
 * Calls the API, and returns the body of its response; `undefined` for an empty one.
 *
 * @throws {ApiError} for an error response, and if there is no response.
 */
export async function call<T>(path: string, { method, body, headers }: Request = {}): Promise<T> {
  const response = await send(path, {
    ...(method !== undefined && { method }),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'NO_RESPONSE', 'The platform does not respond. Is it running?');
  });
  if (!response.ok) throw await errorOf(response);
  const text = await response.text();
  return JSON.parse(text === '' ? 'null' : text);
}

/**
 * Sends a request with the token of the person. If the platform refuses the token, the person is asked
 * to sign in again, and the request is sent again then: nothing was done for a refused one.
 */
export async function send(
  path: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers: Readonly<Record<string, string>> },
): Promise<Response> {
  await signedIn();
  const sender = session.value;
  const headers = {
    ...init.headers,
    ...(sender !== undefined && { authorization: `Bearer ${sender.token}` }),
  };
  const response = await fetch(path, { ...init, headers });
  if (response.status !== 401 || sender === undefined) return response;
  noteRefusal(sender);
  return send(path, init);
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
