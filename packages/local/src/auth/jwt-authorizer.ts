import { errors, type JWTPayload } from 'jose';
import { problemResponse, RequestError, toProblem, type ApiResponse } from '@snacks/handlers';

import type { LocalIssuer } from './local-issuer.js';

/** Claims as API Gateway passes them to a function: each as text. */
export type Claims = Readonly<Record<string, string>>;

/** The caller's claims, or the response to a caller without a valid token. */
export type Authorization =
  | { readonly claims: Claims }
  | { readonly claims?: never; readonly unauthorized: ApiResponse };

/** Works as API Gateway's JWT authorizer: it rejects every request without a valid token. */
export class JwtAuthorizer {
  constructor(private readonly issuer: LocalIssuer) {}

  /** @param header the request's `Authorization`. */
  async authorize(header: string | undefined): Promise<Authorization> {
    const token = /^Bearer +([\w.-]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) return { unauthorized: unauthorized('Bearer') };
    try {
      return { claims: toClaims(await this.issuer.verify(token)) };
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      const state = error instanceof errors.JWTExpired ? 'expired' : 'not valid';
      const challenge = `Bearer error="invalid_token", error_description="The token is ${state}"`;
      return { unauthorized: unauthorized(challenge) };
    }
  }
}

function unauthorized(challenge: string): ApiResponse {
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
