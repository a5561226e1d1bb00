import { FIELD_RULES } from '@snacks/domain';

import { Meets, readRequest } from './request-reader.js';

/** The body of a request that puts a snack on sale. Its name is in the path. */
export class PutSnackRequest {
  @Meets(FIELD_RULES.price)
  price!: number;

  /**
   * Reads a parsed body.
   *
   * @throws {RequestInvalidError} with an issue for each field that is wrong or unknown.
   */
  static from(body: unknown): PutSnackRequest {
    return readRequest(new PutSnackRequest(), body);
  }
}
