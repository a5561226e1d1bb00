import { InMemoryApprovalTasks } from '@snacks/adapters-memory';

/** Adapters for flows whose orders need no approval. */
export const NO_APPROVAL = {
  approvalTasks: () => new InMemoryApprovalTasks(),
  approvalWorkflow: () => ({
    start: async () => 'runs' as const,
    release: async () => 'not waiting' as const,
  }),
  approvers: () => ({ ask: async () => {} }),
};
