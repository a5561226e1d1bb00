import { topology } from '@snacks/handlers';
import { importJWK, jwtVerify, SignJWT, type JWTPayload } from 'jose';

import { ALGORITHM, type SigningKey } from './signing-key.js';

const ISSUER = 'urn:serverless-snacks:local-issuer';
const AUDIENCE = 'serverless-snacks';

/** For whom a token is. */
export interface TokenRequest {
  readonly subject: string;
  readonly groups: readonly string[];
  /** Seconds from now. */
  readonly expiresIn: number;
}

/** What the user pool is on AWS: makes tokens for subjects and groups, and knows its own again. */
export class LocalIssuer {
  constructor(private readonly key: SigningKey) {}

  /** The public key, for whoever wants to verify tokens: a JSON Web Key Set. */
  get keySet() {
    const { d: _private, ...jwk } = this.key;
    return { keys: [{ ...jwk, alg: ALGORITHM, use: 'sig' }] };
  }

  /** A signed token. */
  async mint({ subject, groups, expiresIn }: TokenRequest): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ [topology.api.authorization.groupsClaim]: groups })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.key.kid })
      .setSubject(subject)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresIn)
      .sign(await importJWK(this.key, ALGORITHM));
  }

  /**
   * What a token claims.
   *
   * @throws {errors.JOSEError} where it is not this issuer's, for this API, signed and in date.
   */
  async verify(token: string): Promise<JWTPayload> {
    const { d: _private, ...publicKey } = this.key;
    const { payload } = await jwtVerify(token, await importJWK(publicKey, ALGORITHM), {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      requiredClaims: ['exp', topology.api.authorization.subjectClaim],
    });
    return payload;
  }
}
