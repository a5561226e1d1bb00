import { FIELD_RULES, type ApproverDecision } from '@snacks/domain';

import { MayBeLeftOut, Meets, readRequest } from './request-reader.js';

/** The body of a request that decides on an order. */
export class DecideApprovalRequest {
  @Meets(FIELD_RULES.decision)
  decision!: ApproverDecision;

  @MayBeLeftOut()
  @Meets(FIELD_RULES.note)
  note?: string;

  /**
   * Reads a parsed body.
   *
   * @throws {RequestInvalidError} with an issue for each field that is wrong or unknown.
   */
  static from(body: unknown): DecideApprovalRequest {
    return readRequest(new DecideApprovalRequest(), body);
  }
}
