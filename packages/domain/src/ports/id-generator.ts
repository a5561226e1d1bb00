/** Creates random ids, and digests from which ids are derived. */
export interface IdGenerator {
  /** A random lower-case UUID, different in every call. */
  randomId(): string;

  /**
   * The SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. It is the same in every process
   * and in every implementation.
   */
  digest(text: string): string;
}

/** The first 128 bits of a digest as a UUID of version 8 (RFC 9562, section 5.8: custom bits). */
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
