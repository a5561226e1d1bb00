import { isDenial, sdkFailureOf } from '../sdk-failure.js';

/** The result of a call to AWS, or the reason why it failed. */
export type QueryResult<T> = { readonly ok: true; readonly value: T } | FailedQuery;

/** A call to AWS that failed. */
export interface FailedQuery {
  readonly ok: false;
  /** The name of the error. */
  readonly error: string;
  readonly message: string;
  /** The IAM action that the call requires. */
  readonly action: string;
}

/** Calls AWS. Never rejects. */
export async function query<T>(action: string, call: () => Promise<T>): Promise<QueryResult<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    const { name, message } = sdkFailureOf(error) ?? { name: 'Error', message: String(error) };
    return { ok: false, error: name, message, action };
  }
}

/** Why a call failed, in a few words: the error, and the missing permission. */
export function reasonOf({ error, action }: FailedQuery): string {
  return isDenial(error) ? `${error}: requires ${action}` : error;
}
