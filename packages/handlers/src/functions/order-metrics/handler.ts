import { startFunction } from '../../composition/aws/deployed-function.js';
import { SystemClock } from '../../composition/node-adapters.js';
import { EmfMetrics } from '../../observability/metrics/emf-metrics.js';
import { createOrderMetrics } from './create-order-metrics.js';

const { environment, logger } = startFunction('order-metrics');
const metrics = new EmfMetrics({ stage: environment.value('STAGE'), clock: new SystemClock() });

/** The deployed function. */
export const handler = createOrderMetrics({ metrics, logger });
