export { compose, type Composition, type CompositionFor } from './compose.js';
export { fulfilment } from './fulfilment.js';
export { CryptoIdGenerator, SystemClock } from './node-adapters.js';
export type {
  Adapters,
  FulfilmentAdapters,
  Ports,
  Providers,
  ServiceName,
  Services,
} from './ports.js';
export { prices } from './prices.js';
export { sweep } from './sweep.js';
export * as USE_CASES from './use-cases.js';
