import type { FunctionName } from '@snacks/handlers';

/**
 * The functions that are rolled out step by step: those that are called all the time, so that a tenth of
 * the traffic for five minutes shows whether a new version fails. The rare calls of the others would show
 * nothing in that time, and each function costs two alarms.
 */
export const GRADUAL_FUNCTIONS: readonly FunctionName[] = [
  'order-creator',
  'order-reader',
  'order-lister',
  'catalogue-reader',
  'event-ingestion',
  'order-processor',
];
