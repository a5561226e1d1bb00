import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isFields } from '@snacks/domain';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** The only signing algorithm. A token that names another algorithm is refused. */
export const ALGORITHM = 'ES256';

/** The default file of the key, relative to the working directory. */
export const DEFAULT_KEY_FILE = '.snacks/signing-key.json';

/** The key file does not contain a valid key. */
export class SigningKeyError extends Error {
  readonly code = 'SIGNING_KEY_UNUSABLE';
  override readonly name = 'SigningKeyError';
}

/** A private key as a JSON Web Key, with its id. */
export type SigningKey = JWK & { readonly kid: string };

/** Generates a new key. */
export async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
}

/**
 * Reads the key from a file. Creates the file if it is missing, readable only by its owner. The
 * platform and the token command, in another process, so share one key.
 *
 * @throws {SigningKeyError} if the file does not contain a valid key.
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
    throw new SigningKeyError(`${file} does not contain a key. Delete it to create a new one.`, {
      cause,
    });
  }
  throw new SigningKeyError(
    `${file} does not contain a private key. Delete it to create a new one.`,
  );
}

function isSigningKey(value: unknown): value is SigningKey {
  return isFields(value) && typeof value.kid === 'string' && typeof value.d === 'string';
}
