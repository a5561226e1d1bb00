import type { ApprovalTasks } from '../ports/approval-tasks.js';
import { anOrderId } from './builders.js';
import { assertEqual, type TestFunctions } from './test-functions.js';

/** Tests every sentence of the {@link ApprovalTasks} port that needs no waiting. */
export function approvalTasksContract(
  { describe, it }: TestFunctions,
  create: () => Promise<ApprovalTasks>,
): void {
  describe('approval tasks', () => {
    it('have no tokens of an order that nobody waits for', async () => {
      const tasks = await create();

      assertEqual(await tasks.tokensOf(anOrderId()), [], 'tokens');
    });

    it('keep every token of an order, each once, and those of other orders apart', async () => {
      const tasks = await create();
      const [orderId, other] = [anOrderId(), anOrderId()];

      await Promise.all([
        tasks.add(orderId, 'first'),
        tasks.add(orderId, 'second'),
        tasks.add(other, 'of another'),
      ]);
      await tasks.add(orderId, 'first');

      assertEqual([...(await tasks.tokensOf(orderId))].sort(), ['first', 'second'], 'tokens');
      assertEqual(await tasks.tokensOf(other), ['of another'], 'tokens of the other');
    });

    it('keep a token as it is, as long as tokens get', async () => {
      const tasks = await create();
      const orderId = anOrderId();
      const token = 'AQB+/='.repeat(340);

      await tasks.add(orderId, token);

      assertEqual(await tasks.tokensOf(orderId), [token], 'tokens');
    });
  });
}
