import { FIELD_RULES, type OrderStatus } from '@snacks/domain';

import { MayBeLeftOut, Meets, readRequest } from './request-reader.js';

const DEFAULT_LIMIT = 20;

/** The query of a request that lists orders. */
export class ListOrdersRequest {
  @MayBeLeftOut()
  @Meets(FIELD_RULES.status)
  status?: OrderStatus;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.customerId)
  customerId?: string;

  @Meets(FIELD_RULES.limit)
  limit: number = DEFAULT_LIMIT;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.cursor)
  cursor?: string;

  /**
   * Reads a query string's parameters.
   *
   * @throws {RequestInvalidError} with an issue for each parameter that is wrong or unknown.
   */
  static from(query: Readonly<Record<string, string | undefined>>): ListOrdersRequest {
    const { limit, ...rest } = query;
    // Only digits: Number() also accepts '', '1e1' and '0x10'.
    const number = limit !== undefined && /^\d+$/.test(limit) ? Number(limit) : Number.NaN;
    return readRequest(new ListOrdersRequest(), {
      ...rest,
      ...(limit !== undefined && { limit: number }),
    });
  }
}
