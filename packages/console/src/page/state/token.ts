import { isFields } from '@snacks/domain';

import type { ApiAccess } from '../../access.js';

/** Who is signed in, as their token says. Only the platform decides whether the token is valid. */
export interface Session {
  readonly token: string;
  readonly subject: string;
  readonly groups: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A JSON Web Token: its header and its claims are JSON objects, which begin with `{"`. */
const TOKEN = /\beyJ[\w-]*\.(eyJ[\w-]*)\.[\w-]+/;

/** Finds a token in a text, as in the whole output of the command that printed it. */
export function readToken(
  text: string,
  { subjectClaim, groupsClaim }: Pick<ApiAccess, 'subjectClaim' | 'groupsClaim'>,
): Session | undefined {
  const [token, payload] = TOKEN.exec(text) ?? [];
  const claims = payload === undefined ? undefined : claimsOf(payload);
  if (token === undefined || !isFields(claims)) return undefined;
  const { [subjectClaim]: subject, [groupsClaim]: groups, exp } = claims;
  if (typeof subject !== 'string' || typeof exp !== 'number') return undefined;
  return {
    token,
    subject,
    groups: Array.isArray(groups) ? groups.filter((one) => typeof one === 'string') : [],
    expiresAt: exp * 1_000,
  };
}

function claimsOf(payload: string): unknown {
  try {
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(
      new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))),
    );
  } catch {
    return undefined;
  }
}

/** Whether two tokens are of the same person with the same groups. */
export function isSamePerson(one: Session, other: Session): boolean {
  const groupsOf = ({ groups }: Session): string => groups.toSorted().join(' ');
  return one.subject === other.subject && groupsOf(one) === groupsOf(other);
}
