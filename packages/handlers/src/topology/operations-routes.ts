/** How often all operators together may read, and change something. */
const READS = { ratePerSecond: 20, burst: 40 } as const;
const CHANGES = { ratePerSecond: 10, burst: 20 } as const;

const READ = { function: 'operations-reader', callers: ['operator'], throttle: READS } as const;
const CHANGE = { function: 'operations-actor', callers: ['operator'], throttle: CHANGES } as const;

/** The routes of the operators' API. */
export const OPERATIONS_ROUTES = [
  { method: 'GET', path: '/operations/overview', ...READ },
  { method: 'GET', path: '/operations/orders', ...READ },
  { method: 'GET', path: '/operations/orders/{orderId}', ...READ },
  { method: 'GET', path: '/operations/dead-letters', ...READ },
  { method: 'POST', path: '/operations/dead-letters/{queue}/{messageId}/dry-run', ...READ },
  { method: 'POST', path: '/operations/dead-letters/{queue}/redrive', ...CHANGE },
  { method: 'PUT', path: '/operations/dead-letters/{queue}/{messageId}', ...CHANGE },
  { method: 'DELETE', path: '/operations/dead-letters/{queue}/{messageId}', ...CHANGE },
  { method: 'GET', path: '/operations/stock', ...READ },
  { method: 'PUT', path: '/operations/stock/{name}', ...CHANGE },
  { method: 'GET', path: '/operations/approvals', ...READ },
  { method: 'GET', path: '/operations/metrics', ...READ },
  { method: 'GET', path: '/operations/logs', ...READ },
  { method: 'GET', path: '/operations/actions', ...READ },
] as const;
