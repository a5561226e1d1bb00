import { topology } from '@snacks/handlers';
import { importJWK, jwtVerify, SignJWT, type JWTPayload } from 'jose';

import { ALGORITHM, type SigningKey } from './signing-key.js';

const ISSUER = 'urn:serverless-snacks:local-issuer';
const AUDIENCE = 'serverless-snacks';

/** The content of a token. */
export interface TokenRequest {
  readonly subject: string;
  readonly groups: readonly string[];
  /** Seconds from now. */
  readonly expiresIn: number;
}

/** Issues and verifies tokens, as the user pool does on AWS. */
export class LocalIssuer {
  constructor(private readonly key: SigningKey) {}

  /** The public key as a JSON Web Key Set, for clients that verify tokens. */
  get keySet() {
    const { d: _private, ...jwk } = this.key;
    return { keys: [{ ...jwk, alg: ALGORITHM, use: 'sig' }] };
  }

  /** Returns a signed token. */
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
   * Returns the claims of a token.
   *
   * @throws {errors.JOSEError} unless this issuer signed it, for this API, and it has not expired.
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
