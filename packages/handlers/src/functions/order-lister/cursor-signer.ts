import { createHmac, timingSafeEqual } from 'node:crypto';
import { FIELD_RULES, isTimestamp } from '@snacks/domain';
import type { OrderPosition } from '@snacks/domain/ports';

import { EnvironmentError } from '../../composition/environment.js';
import { RequestError } from '../../inbound/http/request-error.js';

/** The filter and the caller of a listing. A cursor is valid only for the listing that it came from. */
export interface Listing {
  readonly status?: string;
  readonly customerId?: string;
  /** The caller's subject; `undefined` if the caller is anonymous. */
  readonly caller: string | undefined;
}

/** Characters. A shorter key is easier to guess than the signature, which has 32 bytes. */
const MIN_KEY = 32;

/**
 * Encodes a position in a listing as a cursor, which the client sends back to get the next page.
 * Each cursor ends with a signature (HMAC-SHA256) over the position, the filter and the caller, so a
 * client cannot forge it, change it, or use it for another listing or caller.
 */
export class CursorSigner {
  /** @throws {EnvironmentError} if the key is shorter than 32 characters. */
  constructor(private readonly key: string) {
    if (key.length < MIN_KEY) {
      throw new EnvironmentError(`CURSOR_KEY must have at least ${MIN_KEY} characters.`);
    }
  }

  /** Returns the cursor of a position. */
  sign({ createdAt, orderId }: OrderPosition, { status, customerId, caller }: Listing): string {
    const signed = [createdAt, orderId, status ?? null, customerId ?? null, caller ?? null];
    const signature = createHmac('sha256', this.key).update(JSON.stringify(signed));
    const encoded = Buffer.from(`${createdAt} ${orderId}`, 'utf8').toString('base64url');
    return `${encoded}.${signature.digest('base64url')}`;
  }

  /**
   * Returns the position that a cursor encodes.
   *
   * @throws {RequestError} `CURSOR_INVALID` if it was not issued for this listing.
   */
  verify(cursor: string, listing: Listing): OrderPosition {
    const [encoded = ''] = cursor.split('.');
    const [createdAt, orderId] = Buffer.from(encoded, 'base64url').toString('utf8').split(' ');
    if (isTimestamp(createdAt) && FIELD_RULES.orderId.accepts(orderId)) {
      const position = { createdAt, orderId };
      // Compares the whole text, because base64url decodes several texts to the same bytes.
      if (equal(this.sign(position, listing), cursor)) return position;
    }
    throw new RequestError(
      'CURSOR_INVALID',
      'Send nextCursor of the previous page unchanged, with the same status and customerId, as the same caller.',
    );
  }
}

/** Compares in constant time. */
function equal(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
