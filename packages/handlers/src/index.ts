/** The key of an order's payment and stock reservation. */
export { orderKey } from '@snacks/domain/ports';
export { asyncApiDocument } from './api-docs/async-api.js';
export { openApiDocument } from './api-docs/open-api.js';
export { platformMap } from './composition/platform-map.js';
export type { Adapters, Ports } from './composition/ports.js';
export { CryptoIdGenerator, SystemClock } from './composition/node-adapters.js';
export {
  createFunctions,
  type ApiOptions,
  type FunctionOptions,
} from './functions/create-functions.js';
export { createOperationsFunctions } from './functions/create-operations-functions.js';
export { nestingOf } from './inbound/http/api-request.js';
export { isOrigin } from './inbound/http/origin.js';
export { problemResponse, type ApiResponse } from './inbound/http/api-response.js';
export {
  actorOf,
  assertHasRole,
  AUTHENTICATIONS,
  type Authentication,
} from './inbound/http/authentication.js';
export { toProblem } from './inbound/http/problem.js';
export { RequestError, type RequestErrorCode } from './inbound/http/request-error.js';
export type { InvocationContext, LambdaHandler } from './inbound/lambda-handler.js';
export { idsIn } from './observability/logging/ids-in.js';
export { InvocationLogger } from './observability/logging/invocation-logger.js';
export { logUnreadableOrder } from './observability/logging/log-unreadable-order.js';
export { LogNotifications } from './observability/logging/log-notifications.js';
export { isSampled } from './observability/logging/log-sampling.js';
export { LogApprovers } from './observability/logging/log-approvers.js';
export {
  LOG_LEVELS,
  type LogFields,
  type Logger,
  type LogLevel,
} from './observability/logging/logger.js';
export { PinoLogger } from './observability/logging/pino-logger.js';
export { METRICS_NAMESPACE, STAGE_DIMENSION } from './observability/metrics/catalogue.js';
export { InMemoryMetrics, type Figure } from './observability/metrics/in-memory-metrics.js';
export type { Metrics, Sample } from './observability/metrics/metrics.js';
export { STOCK_ROWS, stockRowIds } from '@snacks/adapters-aws/tables';
export type { RouteKey } from './topology/api.js';
export * from './topology/ceilings.js';
export * from './topology/topology.js';
