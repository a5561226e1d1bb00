import type { ApprovalWorkflow, WorkflowInput } from '../ports/approval-workflow.js';
import { orderIdOf, type OrderKey } from '../order/order-key.js';
import { anOrderKey, laterKeyOf } from './builders.js';
import { assertEqual } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** A workflow, and what a test needs to observe and control it. */
export interface ApprovalWorkflowUnderTest {
  readonly workflow: ApprovalWorkflow;
  /** The token with which the workflow of an order waits. Resolves once it waits. */
  readonly tokenOf: (order: OrderKey) => Promise<string>;
  /** Makes the waiting step fail, without a retry. */
  readonly breakOff: (order: OrderKey) => Promise<void>;
  /** The number of waits that the workflow of an order has begun. */
  readonly waitsOf: (order: OrderKey) => Promise<number>;
}

function anInput(): WorkflowInput {
  const order = anOrderKey();
  return { order, orderId: orderIdOf(order), correlationId: 'correlation-1' };
}

/** Tests the guarantees of the {@link ApprovalWorkflow} port. */
export function approvalWorkflowContract(
  functions: TestFunctions,
  createSubject: () => Promise<ApprovalWorkflowUnderTest>,
  options: ContractOptions<ApprovalWorkflowUnderTest> = {},
): void {
  const { describe, it } = contractSuite('ApprovalWorkflow', functions, createSubject, options);
  describe('an approval workflow', () => {
    it('runs once, however often and by which request it is started', async (create) => {
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

    it('ends when its token is released, and is not started again', async (create) => {
      const { workflow, tokenOf, waitsOf } = await create();
      const input = anInput();
      await workflow.start(input);

      const token = await tokenOf(input.order);
      assertEqual(await workflow.release(token), 'released', 'first release');

      assertEqual(await workflow.start(input), 'ended', 'state');
      assertEqual(await waitsOf(input.order), 1, 'waits');
    });

    it('is a new one for a later order with the same id', async (create) => {
      const { workflow, tokenOf } = await create();
      const input = anInput();
      await workflow.start(input);
      await workflow.release(await tokenOf(input.order));

      const later = { ...input, order: laterKeyOf(input.order) };

      assertEqual(await workflow.start(later), 'runs', 'state');
    });

    it('does not wait with a used or unknown token', async (create) => {
      const { workflow, tokenOf } = await create();
      const input = anInput();
      await workflow.start(input);
      const token = await tokenOf(input.order);
      await workflow.release(token);

      assertEqual(await workflow.release(token), 'not waiting', 'used');
      assertEqual(await workflow.release('never-a-token'), 'not waiting', 'unknown');
    });

    it('is resumed once at the step that failed', async (create) => {
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
