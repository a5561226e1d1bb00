/** Every decision of an approver. */
export const APPROVER_DECISIONS = ['approve', 'reject'] as const;

/** The decision of an approver. An approval that has no decision in time expires instead. */
export type ApproverDecision = (typeof APPROVER_DECISIONS)[number];
