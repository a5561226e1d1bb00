import { issueOf, RequestInvalidError, type Order } from '@snacks/domain';

/** An order, or the catalogue. */
type Versioned = Pick<Order, 'version'>;

/** Returns the entity tag: the version in quotes. */
export function etagOf({ version }: Versioned): string {
  return `"${version}"`;
}

/** Whether an `If-None-Match` header names the current version, by weak comparison (RFC 9110). */
export function matchesAny(header: string | undefined, current: Versioned): boolean {
  if (header === undefined) return false;
  const tags = new Set(header.split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return tags.has('*') || tags.has(etagOf(current));
}

const IF_MATCH = {
  code: 'IF_MATCH_INVALID',
  message: 'must be the ETag of the order as it was read, such as "3", or *',
};

/**
 * Returns the version that an `If-Match` header requires; `undefined` if it allows any version.
 *
 * @throws {RequestInvalidError} if the header is neither an order's entity tag nor `*`.
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const version = /^"([1-9]\d{0,8})"$/.exec(header)?.[1];
  if (version === undefined) throw new RequestInvalidError([issueOf('If-Match', IF_MATCH)]);
  return Number(version);
}
