/** Ids that nobody has had before, and ids derived from what they identify. */
export interface IdGenerator {
  /** A random lower-case UUID. Two calls never give the same. */
  randomId(): string;

  /**
   * The SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. The same text gives the
   * same digest in every process and every implementation.
   */
  digest(text: string): string;
}

/** A digest's first 128 bits as a UUID of version 8 (RFC 9562, 5.8: bits of one's own making). */
export function uuidFromDigest(digest: string): string {
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
