import { FIELD_RULES, isFields, isTimestamp, type OrderPosition } from '@snacks/domain';

import { RequestError } from '../http/request-error.js';

/** Which orders a listing holds: a cursor goes on only in the listing that it came from. */
export interface ListingFilter {
  readonly status?: string;
  readonly customerId?: string;
}

/** A place in a listing, as a text that a client sends back to get the next page. */
export function toCursor(position: OrderPosition, filter: ListingFilter): string {
  const { createdAt, orderId } = position;
  const content = [createdAt, orderId, filter.status ?? null, filter.customerId ?? null];
  return Buffer.from(JSON.stringify(content), 'utf8').toString('base64url');
}

/**
 * The place that a cursor stands for.
 *
 * @throws {RequestError} where it was not given out for this listing.
 */
export function fromCursor(cursor: string, filter: ListingFilter): OrderPosition {
  const [createdAt, orderId] = parse(cursor);
  const position = { createdAt, orderId };
  if (isPosition(position) && toCursor(position, filter) === cursor) return position;
  throw new RequestError(
    'CURSOR_INVALID',
    'Send nextCursor of the page before unchanged, with the same status and customerId.',
  );
}

function parse(cursor: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(content) ? content : [];
  } catch {
    return []; // refused by the caller, as every other text that was not given out
  }
}

function isPosition(value: unknown): value is OrderPosition {
  return (
    isFields(value) && isTimestamp(value.createdAt) && FIELD_RULES.orderId.accepts(value.orderId)
  );
}
