import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isFields } from '@snacks/domain';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** The one algorithm that tokens are signed with: a token that names another is refused. */
export const ALGORITHM = 'ES256';

/** Where the key is kept unless another file is named: relative to the working directory. */
export const DEFAULT_KEY_FILE = '.snacks/signing-key.json';

/** The file that ought to hold the key holds something else. */
export class SigningKeyError extends Error {
  readonly code = 'SIGNING_KEY_UNUSABLE';
  override readonly name = 'SigningKeyError';
}

/** A private key as a JSON Web Key, with its id. */
export type SigningKey = JWK & { readonly kid: string };

/** A key that nobody has had before. */
export async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
}

/**
 * The key in a file, which is made where it is missing, and which only its owner may read: so that
 * the platform and whoever mints tokens for it in another process have the same.
 *
 * @throws {SigningKeyError} where the file holds no such key.
 */
export async function openSigningKey(file: string): Promise<SigningKey> {
  await mkdir(dirname(file), { recursive: true });
  const key = JSON.stringify(await newSigningKey());
  try {
    await writeFile(file, key, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!isFields(error) || error.code !== 'EEXIST') throw error;
  }
  return readSigningKey(file);
}

async function readSigningKey(file: string): Promise<SigningKey> {
  try {
    const key: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isSigningKey(key)) {
      await importJWK(key, ALGORITHM);
      return key;
    }
  } catch (cause) {
    throw new SigningKeyError(`${file} holds no key: delete it, and a new one is made.`, { cause });
  }
  throw new SigningKeyError(`${file} holds no private key: delete it, and a new one is made.`);
}

function isSigningKey(value: unknown): value is SigningKey {
  return isFields(value) && typeof value.kid === 'string' && typeof value.d === 'string';
}
