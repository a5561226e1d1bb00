import { createHmac, timingSafeEqual } from 'node:crypto';
import { FIELD_RULES, isTimestamp, type OrderPosition } from '@snacks/domain';

import { EnvironmentError } from '../../composition/environment.js';
import { RequestError } from '../../inbound/http/request-error.js';

/** Which orders a listing holds, and for whom: a cursor goes on only in the listing it came from. */
export interface Listing {
  readonly status?: string;
  readonly customerId?: string;
  /** The caller's subject, where the caller is known. */
  readonly caller: string | undefined;
}

/** A key that is easier to guess than the signature is none. */
const MIN_KEY = 32;

/**
 * Makes a text of a place in a listing, for a client to send back to get the next page, and knows
 * its own texts again: each ends with a signature (HMAC-SHA256) over the place, the filter and the
 * caller, so that none can be made up, changed, or carried over to another listing or caller.
 */
export class CursorSigner {
  /** @throws {EnvironmentError} where the key is shorter than 32 characters. */
  constructor(private readonly key: string) {
    if (key.length < MIN_KEY) {
      throw new EnvironmentError(`CURSOR_KEY must have at least ${MIN_KEY} characters.`);
    }
  }

  /** The cursor of a place. */
  sign({ createdAt, orderId }: OrderPosition, { status, customerId, caller }: Listing): string {
    const signed = [createdAt, orderId, status ?? null, customerId ?? null, caller ?? null];
    const signature = createHmac('sha256', this.key).update(JSON.stringify(signed));
    const place = Buffer.from(`${createdAt} ${orderId}`, 'utf8').toString('base64url');
    return `${place}.${signature.digest('base64url')}`;
  }

  /**
   * The position that a cursor encodes.
   *
   * @throws {RequestError} `CURSOR_INVALID` where it was not given out for this listing.
   */
  verify(cursor: string, listing: Listing): OrderPosition {
    const [place = ''] = cursor.split('.');
    const [createdAt, orderId] = Buffer.from(place, 'base64url').toString('utf8').split(' ');
    if (isTimestamp(createdAt) && FIELD_RULES.orderId.accepts(orderId)) {
      const position = { createdAt, orderId };
      // The whole text is compared: other texts decode to the same bytes.
      if (equal(this.sign(position, listing), cursor)) return position;
    }
    throw new RequestError(
      'CURSOR_INVALID',
      'Send nextCursor of the page before unchanged, with the same status and customerId, as the same caller.',
    );
  }
}

/** Takes the same time wherever the texts differ. */
function equal(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
