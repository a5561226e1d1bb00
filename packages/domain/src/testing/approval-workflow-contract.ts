import type { ApprovalWorkflow } from '../ports/approval-workflow.js';
import type { OrderId } from '../order/order.js';
import { anOrderId } from './builders.js';
import { assertEqual, type TestFunctions } from './test-functions.js';

/** A workflow, and what stands behind it as a test sees and moves it. */
export interface ApprovalWorkflowUnderTest {
  readonly workflow: ApprovalWorkflow;
  /** The token by which an order's workflow waits, once it does. */
  readonly tokenOf: (orderId: OrderId) => Promise<string>;
  /** Has the step that waits fail for good. */
  readonly breakOff: (orderId: OrderId) => Promise<void>;
  /** How many waits an order's workflow has begun. */
  readonly waitsOf: (orderId: OrderId) => Promise<number>;
}

const anInput = () => ({ orderId: anOrderId(), correlationId: 'correlation-1' });

/** Tests every sentence of the {@link ApprovalWorkflow} port. */
export function approvalWorkflowContract(
  { describe, it }: TestFunctions,
  create: () => Promise<ApprovalWorkflowUnderTest>,
): void {
  describe('an approval workflow', () => {
    it('runs once, however often it is started, by whatever request', async () => {
      const { workflow, tokenOf, waitsOf } = await create();
      const input = anInput();

      const states = [
        await workflow.start(input),
        await workflow.start(input),
        await workflow.start({ ...input, correlationId: 'correlation-2' }),
      ];
      await tokenOf(input.orderId);

      assertEqual(states, ['runs', 'runs', 'runs'], 'states');
      assertEqual(await waitsOf(input.orderId), 1, 'waits');
    });

    it('ends by its token, and is not started again', async () => {
      const { workflow, tokenOf, waitsOf } = await create();
      const input = anInput();
      await workflow.start(input);

      const token = await tokenOf(input.orderId);
      assertEqual(await workflow.release(token), 'released', 'first release');

      assertEqual(await workflow.start(input), 'ended', 'state');
      assertEqual(await waitsOf(input.orderId), 1, 'waits');
    });

    it('finds nothing that waits by a token that was used, or never was one', async () => {
      const { workflow, tokenOf } = await create();
      const input = anInput();
      await workflow.start(input);
      const token = await tokenOf(input.orderId);
      await workflow.release(token);

      assertEqual(await workflow.release(token), 'not waiting', 'used');
      assertEqual(await workflow.release('never-a-token'), 'not waiting', 'unknown');
    });

    it('goes on at the step where it broke off, once', async () => {
      const { workflow, tokenOf, breakOff, waitsOf } = await create();
      const input = anInput();
      await workflow.start(input);
      await tokenOf(input.orderId);
      await breakOff(input.orderId);

      assertEqual(await workflow.start(input), 'resumed', 'first start');
      const token = await tokenOf(input.orderId);
      assertEqual(await workflow.start(input), 'runs', 'second start');

      assertEqual(await waitsOf(input.orderId), 2, 'waits');
      assertEqual(await workflow.release(token), 'released', 'release');
    });
  });
}
