/** The hash of a request: any text of 64 characters. */
export const HASH = 'a'.repeat(64);
