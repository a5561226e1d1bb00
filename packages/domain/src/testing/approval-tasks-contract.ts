import type { ApprovalTasks } from '../ports/approval-tasks.js';
import { anOrderId } from './builders.js';
import { assertEqual } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** Tests the guarantees of the {@link ApprovalTasks} port, except for how long tokens are stored. */
export function approvalTasksContract(
  functions: TestFunctions,
  createSubject: () => Promise<ApprovalTasks>,
  options: ContractOptions<ApprovalTasks> = {},
): void {
  const { describe, it } = contractSuite('ApprovalTasks', functions, createSubject, options);
  describe('approval tasks', () => {
    it('return no tokens for an unknown order', async (create) => {
      const tasks = await create();

      assertEqual(await tasks.tokensOf(anOrderId()), [], 'tokens');
    });

    it('store every token of an order once, and separately from other orders', async (create) => {
      const tasks = await create();
      const [orderId, other] = [anOrderId(), anOrderId()];

      await Promise.all([
        tasks.add(orderId, 'first'),
        tasks.add(orderId, 'second'),
        tasks.add(other, 'third'),
      ]);
      await tasks.add(orderId, 'first');

      assertEqual([...(await tasks.tokensOf(orderId))].sort(), ['first', 'second'], 'tokens');
      assertEqual(await tasks.tokensOf(other), ['third'], 'tokens of the other order');
    });

    it('store a token of 2,040 characters unchanged', async (create) => {
      const tasks = await create();
      const orderId = anOrderId();
      const token = 'AQB+/='.repeat(340);

      await tasks.add(orderId, token);

      assertEqual(await tasks.tokensOf(orderId), [token], 'tokens');
    });
  });
}
