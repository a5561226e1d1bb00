import { InMemoryApprovalTasks } from '@snacks/adapters-memory';

/** For flows whose orders wait for nobody. */
export const NO_APPROVAL = {
  approvalTasks: () => new InMemoryApprovalTasks(),
  approvalWorkflow: () => ({
    start: async () => 'runs' as const,
    release: async () => 'not waiting' as const,
  }),
  approvers: () => ({ ask: async () => {} }),
};
