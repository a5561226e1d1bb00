export type { PlatformOptions } from './platform.js';
export { startServer, type RunningServer, type ServerOptions } from './server.js';
