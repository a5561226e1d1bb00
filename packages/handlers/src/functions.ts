import { compose, type Adapters } from './composition/container.js';
import { TOKENS } from './composition/tokens.js';
import type { LambdaHandler } from './lambda-handler.js';
import type { Logger } from './logging/logger.js';
import type { Metrics } from './metrics/metrics.js';
import { createHandler as createOrderCanceller } from './order-canceller/create-handler.js';
import { createHandler as createOrderCreator } from './order-creator/create-handler.js';
import { createHandler as createOrderLister } from './order-lister/create-handler.js';
import { createHandler as createOrderMetrics } from './order-metrics/create-handler.js';
import { createHandler as createOrderProcessor } from './order-processor/create-handler.js';
import { createHandler as createOrderReader } from './order-reader/create-handler.js';
import { createHandler as createOrderRelay } from './order-relay/create-handler.js';
import { createHandler as createOrderSweeper } from './order-sweeper/create-handler.js';
import type { FunctionName } from './topology.js';

/**
 * All functions of the platform over one set of adapters: for a process that is the whole platform.
 * A deployed function has an entry of its own, which holds nothing else.
 */
export function createFunctions(
  adapters: Adapters,
  loggerOf: (name: FunctionName) => Logger,
  metrics: Metrics,
): Readonly<Record<FunctionName, LambdaHandler>> {
  const composition = compose(adapters);
  return {
    'order-creator': createOrderCreator({
      placeOrder: composition.get(TOKENS.placeOrder),
      logger: loggerOf('order-creator'),
    }),
    'order-reader': createOrderReader({
      getOrder: composition.get(TOKENS.getOrder),
      logger: loggerOf('order-reader'),
    }),
    'order-lister': createOrderLister({
      listOrders: composition.get(TOKENS.listOrders),
      logger: loggerOf('order-lister'),
    }),
    'order-canceller': createOrderCanceller({
      cancelOrder: composition.get(TOKENS.cancelOrder),
      logger: loggerOf('order-canceller'),
    }),
    'order-relay': createOrderRelay({
      relayEvents: composition.get(TOKENS.relayEvents),
      logger: loggerOf('order-relay'),
    }),
    'order-processor': createOrderProcessor({
      processOrder: composition.get(TOKENS.processOrder),
      logger: loggerOf('order-processor'),
    }),
    'order-sweeper': createOrderSweeper({
      republishStuckOrders: composition.get(TOKENS.republishStuckOrders),
      metrics,
      logger: loggerOf('order-sweeper'),
    }),
    'order-metrics': createOrderMetrics({ metrics, logger: loggerOf('order-metrics') }),
  };
}
