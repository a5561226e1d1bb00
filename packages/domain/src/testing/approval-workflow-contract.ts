import type { ApprovalWorkflow, WorkflowInput } from '../ports/approval-workflow.js';
import { orderIdOf, type OrderKey } from '../order/order-key.js';
import { anOrderKey, laterKeyOf } from './builders.js';
import { assertEqual, type TestFunctions } from './test-functions.js';

/** A workflow, and what stands behind it as a test sees and moves it. */
export interface ApprovalWorkflowUnderTest {
  readonly workflow: ApprovalWorkflow;
  /** The token by which an order's workflow waits, once it does. */
  readonly tokenOf: (order: OrderKey) => Promise<string>;
  /** Has the step that waits fail for good. */
  readonly breakOff: (order: OrderKey) => Promise<void>;
  /** How many waits an order's workflow has begun. */
  readonly waitsOf: (order: OrderKey) => Promise<number>;
}

function anInput(): WorkflowInput {
  const order = anOrderKey();
  return { order, orderId: orderIdOf(order), correlationId: 'correlation-1' };
}

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
      await tokenOf(input.order);

      assertEqual(states, ['runs', 'runs', 'runs'], 'states');
      assertEqual(await waitsOf(input.order), 1, 'waits');
    });

    it('ends by its token, and is not started again', async () => {
      const { workflow, tokenOf, waitsOf } = await create();
      const input = anInput();
      await workflow.start(input);

      const token = await tokenOf(input.order);
      assertEqual(await workflow.release(token), 'released', 'first release');

      assertEqual(await workflow.start(input), 'ended', 'state');
      assertEqual(await waitsOf(input.order), 1, 'waits');
    });

    it('is another one for an order that gets the same id later', async () => {
      const { workflow, tokenOf } = await create();
      const input = anInput();
      await workflow.start(input);
      await workflow.release(await tokenOf(input.order));

      const later = { ...input, order: laterKeyOf(input.order) };

      assertEqual(await workflow.start(later), 'runs', 'state');
    });

    it('finds nothing that waits by a token that was used, or never was one', async () => {
      const { workflow, tokenOf } = await create();
      const input = anInput();
      await workflow.start(input);
      const token = await tokenOf(input.order);
      await workflow.release(token);

      assertEqual(await workflow.release(token), 'not waiting', 'used');
      assertEqual(await workflow.release('never-a-token'), 'not waiting', 'unknown');
    });

    it('goes on at the step where it broke off, once', async () => {
      const { workflow, tokenOf, breakOff, waitsOf } = await create();
      const input = anInput();
      await workflow.start(input);
      await tokenOf(input.order);
      await breakOff(input.order);

      assertEqual(await workflow.start(input), 'resumed', 'first start');
      const token = await tokenOf(input.order);
      assertEqual(await workflow.start(input), 'runs', 'second start');

      assertEqual(await waitsOf(input.order), 2, 'waits');
      assertEqual(await workflow.release(token), 'released', 'release');
    });
  });
}
