import { FIELD_RULES } from '@snacks/domain';

import { Meets, readRequest } from './request-reader.js';

/** The body of a request that sends an external event. */
export class SendEventRequest {
  @Meets(FIELD_RULES.source)
  source!: string;

  @Meets(FIELD_RULES.type)
  type!: string;

  @Meets(FIELD_RULES.payload)
  payload: unknown;

  /**
   * Reads a parsed body.
   *
   * @throws {RequestInvalidError} with an issue for each field that is wrong or unknown.
   */
  static from(body: unknown): SendEventRequest {
    return readRequest(new SendEventRequest(), body);
  }
}
