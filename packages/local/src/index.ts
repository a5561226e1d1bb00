export { LocalFunction, type InvocationOutcome } from './lambda/local-function.js';
export { Platform, type Handlers, type PlatformOptions } from './platform.js';
export { startServer, type RunningServer, type ServerOptions } from './server.js';
export { startDynalite, type Engine } from './store/dynalite-engine.js';
export { inMemoryStore, type OrderStore } from './store/order-store.js';
export { StreamedOrderRepository } from './store/streamed-order-repository.js';
export { SystemTimers } from './system-timers.js';
