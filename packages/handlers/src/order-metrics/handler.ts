import { startUp } from '../composition/start-up.js';
import { EmfMetrics } from '../metrics/emf-metrics.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-metrics');

/** The deployed function. */
export const handler = createHandler({
  metrics: new EmfMetrics({ stage: environment.value('STAGE'), clock: adapters.clock() }),
  logger,
});
