import type { FulfilmentStep, StepOutcome } from '../src/fulfilment/fulfilment-step.js';
import { systemActor } from '../src/order/actor.js';
import type { OrderId } from '../src/order/order.js';
import { ProcessOrder } from '../src/use-cases/process-order.js';
import type { InMemoryOrders } from './in-memory-orders.js';
import { aRequestContext, CLOCK } from './stored-orders.js';

/** A step that logs its calls, and ends as `run` returns. */
export function aStep(
  name: string,
  log: string[],
  run: () => Promise<StepOutcome> = async () => 'done',
): FulfilmentStep {
  return {
    name,
    words: { committed: 'given', undone: 'taken back', refused: 'refused' },
    run: async () => {
      log.push(`run ${name}`);
      return run();
    },
    commit: async ({ order, events }) => {
      log.push(`commit ${name}: ${order.status}, ${events.map(({ type }) => type).join()}`);
    },
    undo: async ({ order, events }) => {
      log.push(`undo ${name}: ${order.status}, ${events.map(({ type }) => type).join()}`);
    },
  };
}

/** Processes orders with these steps; optionally for a message. */
export function processOrder(orders: InMemoryOrders, steps: readonly FulfilmentStep[]) {
  const useCase = new ProcessOrder(orders, CLOCK, steps);
  return async (orderId: OrderId, messageId?: string) =>
    useCase.execute({
      ...aRequestContext({ actor: systemActor('order-processor') }),
      orderId,
      ...(messageId !== undefined && { messageId }),
    });
}
