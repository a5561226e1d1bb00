import { FIELD_RULES, issueOf, RequestInvalidError, type OrderStatus } from '@snacks/domain';
import { OPERATIONS_FIELD_RULES } from '@snacks/operations';

import { MayBeLeftOut, Meets, readRequest } from './request-reader.js';

type Query = Readonly<Record<string, string | undefined>>;

const DEFAULT_LIMIT = 20;

/** The text of a whole number as a number. Only digits: `Number()` also accepts '', '1e1' and '0x10'. */
function numbers(query: Query, ...names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => [
      name,
      names.includes(name) ? Number(/^\d{1,9}$/.exec(text ?? '')?.[0] ?? Number.NaN) : text,
    ]),
  );
}

/** The query of a page of a list. */
export class PageRequest {
  @Meets(FIELD_RULES.limit)
  limit: number = DEFAULT_LIMIT;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.cursor)
  cursor?: string;

  /** @throws {RequestInvalidError} with an issue for each parameter that is wrong or unknown. */
  static from(query: Query): PageRequest {
    return readRequest(new PageRequest(), numbers(query, 'limit'));
  }
}

/** The query of a request that finds orders. */
export class FindOrdersRequest {
  @MayBeLeftOut()
  @Meets(OPERATIONS_FIELD_RULES.q)
  q?: string;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.status)
  status?: OrderStatus;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.customerId)
  customerId?: string;

  @MayBeLeftOut()
  @Meets(OPERATIONS_FIELD_RULES.waitingLongerThan)
  waitingLongerThan?: number;

  @Meets(FIELD_RULES.limit)
  limit: number = DEFAULT_LIMIT;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.cursor)
  cursor?: string;

  /** @throws {RequestInvalidError} with an issue for each parameter that is wrong or unknown. */
  static from(query: Query): FindOrdersRequest {
    const request = readRequest(
      new FindOrdersRequest(),
      numbers(query, 'limit', 'waitingLongerThan'),
    );
    const { q, status, customerId, waitingLongerThan } = request;
    const others = [status, customerId, waitingLongerThan].some((value) => value !== undefined);
    if (q === undefined || !others) return request;
    const message = 'finds by an id: leave status, customerId and waitingLongerThan out';
    const { code } = OPERATIONS_FIELD_RULES.q;
    throw new RequestInvalidError([issueOf('q', { code, message })]);
  }
}

/** The query of a request that lists dead letters. */
export class ListDeadLettersRequest {
  @MayBeLeftOut()
  @Meets(OPERATIONS_FIELD_RULES.queue)
  queue?: string;

  /** @throws {RequestInvalidError} with an issue for each parameter that is wrong or unknown. */
  static from(query: Query): ListDeadLettersRequest {
    return readRequest(new ListDeadLettersRequest(), query);
  }
}

/** The query of a request that lists stock. */
export class ListStockRequest {
  @MayBeLeftOut()
  @Meets(FIELD_RULES.name)
  name?: string;

  /** @throws {RequestInvalidError} with an issue for each parameter that is wrong or unknown. */
  static from(query: Query): ListStockRequest {
    return readRequest(new ListStockRequest(), query);
  }
}

/** The query of a request that reads metrics. */
export class ReadMetricsRequest {
  @Meets(OPERATIONS_FIELD_RULES.minutes)
  minutes: number = 60;

  /** @throws {RequestInvalidError} with an issue for each parameter that is wrong or unknown. */
  static from(query: Query): ReadMetricsRequest {
    return readRequest(new ReadMetricsRequest(), numbers(query, 'minutes'));
  }
}

/** The query of a request that searches logs. */
export class SearchLogsRequest {
  @MayBeLeftOut()
  @Meets(OPERATIONS_FIELD_RULES.q)
  q?: string;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.orderId)
  orderId?: string;

  @MayBeLeftOut()
  @Meets(OPERATIONS_FIELD_RULES.service)
  service?: string;

  @MayBeLeftOut()
  @Meets(OPERATIONS_FIELD_RULES.since)
  since?: string;

  @Meets(OPERATIONS_FIELD_RULES.logLimit)
  limit: number = 100;

  /** @throws {RequestInvalidError} with an issue for each parameter that is wrong or unknown. */
  static from(query: Query): SearchLogsRequest {
    return readRequest(new SearchLogsRequest(), numbers(query, 'limit'));
  }
}

/** The body of a request for a dry run. */
export class DryRunRequest {
  @MayBeLeftOut()
  @Meets(OPERATIONS_FIELD_RULES.body)
  body?: string;

  /** @throws {RequestInvalidError} with an issue for each field that is wrong or unknown. */
  static from(body: unknown): DryRunRequest {
    return readRequest(new DryRunRequest(), body);
  }
}

/** The body of a request that changes something: why the operator does it. */
export class ReasonRequest {
  @Meets(OPERATIONS_FIELD_RULES.reason)
  reason!: string;

  /** @throws {RequestInvalidError} with an issue for each field that is wrong or unknown. */
  static from(body: unknown): ReasonRequest {
    return readRequest(new ReasonRequest(), body);
  }
}

/** The body of a request that redrives messages. */
export class RedriveRequest {
  @Meets(OPERATIONS_FIELD_RULES.messageIds)
  messageIds!: readonly string[] | 'all';

  @Meets(OPERATIONS_FIELD_RULES.reason)
  reason!: string;

  /** @throws {RequestInvalidError} with an issue for each field that is wrong or unknown. */
  static from(body: unknown): RedriveRequest {
    return readRequest(new RedriveRequest(), body);
  }
}

/** The body of a request that edits a message. */
export class EditMessageRequest {
  @Meets(OPERATIONS_FIELD_RULES.body)
  body!: string;

  @Meets(OPERATIONS_FIELD_RULES.reason)
  reason!: string;

  /** @throws {RequestInvalidError} with an issue for each field that is wrong or unknown. */
  static from(body: unknown): EditMessageRequest {
    return readRequest(new EditMessageRequest(), body);
  }
}

/** The body of a request that sets a stock. */
export class SetStockRequest {
  @Meets(OPERATIONS_FIELD_RULES.available)
  available!: number;

  @Meets(OPERATIONS_FIELD_RULES.reason)
  reason!: string;

  /** @throws {RequestInvalidError} with an issue for each field that is wrong or unknown. */
  static from(body: unknown): SetStockRequest {
    return readRequest(new SetStockRequest(), body);
  }
}
