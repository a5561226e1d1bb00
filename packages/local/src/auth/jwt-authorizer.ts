import { errors, type JWTPayload } from 'jose';
import { problemResponse, RequestError, toProblem, type ApiResponse } from '@snacks/handlers';

import type { LocalIssuer } from './local-issuer.js';

/** Claims as API Gateway hands them to a function: each as text. */
export type Claims = Readonly<Record<string, string>>;

/** Who calls, or the response to a caller who is not known. */
export type Authorization =
  { readonly claims: Claims } | { readonly claims?: never; readonly refusal: ApiResponse };

/** What API Gateway's JWT authorizer is: no request passes it without a valid token. */
export class JwtAuthorizer {
  constructor(private readonly issuer: LocalIssuer) {}

  /** @param header the request's `Authorization`. */
  async authorize(header: string | undefined): Promise<Authorization> {
    const token = /^Bearer +([\w.-]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) return { refusal: refusal('Bearer') };
    try {
      return { claims: toClaims(await this.issuer.verify(token)) };
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      const what = error instanceof errors.JWTExpired ? 'expired' : 'not valid';
      const challenge = `Bearer error="invalid_token", error_description="The token is ${what}"`;
      return { refusal: refusal(challenge) };
    }
  }
}

function refusal(challenge: string): ApiResponse {
  const message = 'Send a valid token: Authorization: Bearer <token>.';
  const response = problemResponse(toProblem(new RequestError('UNAUTHENTICATED', message)));
  return { ...response, headers: { ...response.headers, 'www-authenticate': challenge } };
}

function toClaims(payload: JWTPayload): Claims {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}
