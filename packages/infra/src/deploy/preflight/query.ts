import { isDenial, sdkFailureOf } from '../sdk-failure.js';

/** A question to AWS: its response, or why there is none. */
export type QueryResult<T> = { readonly ok: true; readonly value: T } | FailedQuery;

/** A question that AWS did not respond. */
export interface FailedQuery {
  readonly ok: false;
  /** The name of the error. */
  readonly error: string;
  readonly message: string;
  /** What a caller has to be allowed to ask it. */
  readonly action: string;
}

/** Asks something, and never rejects. */
export async function query<T>(
  action: string,
  question: () => Promise<T>,
): Promise<QueryResult<T>> {
  try {
    return { ok: true, value: await question() };
  } catch (error) {
    const { name, message } = sdkFailureOf(error) ?? { name: 'Error', message: String(error) };
    return { ok: false, error: name, message, action };
  }
}

/** Why a question was not returned, in a few words: the error, and what is not allowed. */
export function reasonOf({ error, action }: FailedQuery): string {
  return isDenial(error) ? `${error}: it takes ${action}` : error;
}
