/** Everything that an approver can decide. */
export const APPROVER_DECISIONS = ['approve', 'reject'] as const;

/** What an approver can decide. Only the platform lets an approval expire. */
export type ApproverDecision = (typeof APPROVER_DECISIONS)[number];
