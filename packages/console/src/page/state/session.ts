import { batch, effect, signal } from '@preact/signals';

import type { ApiAccess } from '../../access.js';
import { now } from './clock.js';
import { isSamePerson, readToken, type Session } from './token.js';

/** Put in when the page is built, from the topology. */
declare const API_ACCESS: ApiAccess;

export const apiAccess = API_ACCESS;

/**
 * The token is in the session storage: it outlives a reload, other tabs do not get it, and it is gone
 * with the tab.
 */
const KEY = 'token';

/** Who is signed in, on a platform that requires tokens. */
export const session = signal<Session | undefined>(
  readToken(sessionStorage.getItem(KEY) ?? '', apiAccess),
);

/** Why a token is no longer valid. */
export type Ending = 'expired' | 'refused';

/** Why the person has to sign in again. Meanwhile every request waits. */
export const ending = signal<Ending | undefined>(undefined);

effect(() => {
  const { expiresAt = Number.POSITIVE_INFINITY } = session.value ?? {};
  if (now.value >= expiresAt) ending.value = 'expired';
});

/** Notes that the platform refused a token. */
export function noteRefusal({ token, expiresAt }: Session): void {
  if (session.value?.token !== token) return; // the person has signed in again since
  ending.value = Date.now() >= expiresAt ? 'expired' : 'refused';
}

const waiting: (() => void)[] = [];

/** Resolves when there is a token that is not known to be invalid, or none is needed. */
export async function signedIn(): Promise<void> {
  if (session.value !== undefined && Date.now() >= session.value.expiresAt) {
    ending.value = 'expired';
  }
  if (ending.value === undefined) return;
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/**
 * Signs a person in by the token in a text. The requests that waited go on if it is the same person;
 * otherwise the page begins anew. Returns what is wrong with the text.
 */
export async function signIn(text: string): Promise<string | undefined> {
  const found = readToken(text, apiAccess);
  const problem = found === undefined ? NO_TOKEN : await problemOf(found);
  if (found === undefined || problem !== undefined) return problem;
  const before = session.value;
  sessionStorage.setItem(KEY, found.token);
  if (before !== undefined && !isSamePerson(before, found)) {
    window.location.reload();
    return undefined;
  }
  batch(() => {
    session.value = found;
    ending.value = undefined;
  });
  for (const goOn of waiting.splice(0)) goOn();
  return undefined;
}

/** Forgets the token, and everything that was read with it. */
export function signOut(): void {
  sessionStorage.removeItem(KEY);
  window.location.reload();
}

/** Forgets a token of an earlier platform, where none is needed. */
export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
  batch(() => {
    session.value = undefined;
    ending.value = undefined;
  });
}

const NO_TOKEN = 'There is no token in this text. Paste the whole line that the command printed.';
const EXPIRED = 'This token has expired. Print a new one.';
const REFUSED =
  'The platform does not accept this token. Print one in its own folder, with the same --key-file if it was started with one.';
const NO_RESPONSE = 'The platform does not respond. Is it running?';

/** Asks the platform for something that every signed-in caller may read. */
async function problemOf({ token, expiresAt }: Session): Promise<string | undefined> {
  if (Date.now() >= expiresAt) return EXPIRED;
  try {
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await fetch('orders?limit=1', { headers });
    return status === 401 ? REFUSED : undefined;
  } catch {
    return NO_RESPONSE;
  }
}
