import { issueOf, RequestInvalidError, type Order } from '@snacks/domain';

type Versioned = Pick<Order, 'version'>;

/** The entity tag of an order: its version. */
export function etagOf({ version }: Versioned): string {
  return `"${version}"`;
}

/** Whether an `If-None-Match` header names the current version of the order, weakly compared (RFC 9110). */
export function matchesAny(header: string | undefined, order: Versioned): boolean {
  if (header === undefined) return false;
  const tags = new Set(header.split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return tags.has('*') || tags.has(etagOf(order));
}

/** What an `If-Match` header must be. */
const IF_MATCH = {
  code: 'IF_MATCH_INVALID',
  message: 'must be the ETag of the order as it was read, such as "3", or *',
};

/**
 * The version that an `If-Match` header asks for; `undefined` where any will do.
 *
 * @throws {RequestInvalidError} if the header is neither an order's entity tag nor `*`.
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const version = /^"([1-9]\d{0,8})"$/.exec(header)?.[1];
  if (version === undefined) throw new RequestInvalidError([issueOf('If-Match', IF_MATCH)]);
  return Number(version);
}
