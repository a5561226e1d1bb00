/** A hash of a request, as far as a repository can tell. */
export const HASH = 'a'.repeat(64);
