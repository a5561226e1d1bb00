import { startUp } from '../../composition/start-up.js';
import { EmfMetrics } from '../../observability/metrics/emf-metrics.js';
import { createOrderMetrics } from './create-order-metrics.js';

const { environment, logger, adapters } = startUp('order-metrics');

/** The deployed function. */
export const handler = createOrderMetrics({
  metrics: new EmfMetrics({ stage: environment.value('STAGE'), clock: adapters.clock() }),
  logger,
});
