import type { View } from './state/hash.js';

export const VIEW_NAMES: Readonly<Record<View, string>> = {
  live: 'Live flow',
  orders: 'Orders',
  'dead-letters': 'Dead letters',
  approvals: 'Approvals',
  stock: 'Stock',
  place: 'Place an order',
  charts: 'Charts',
  logs: 'Logs',
  actions: 'Actions taken',
  faults: 'Faults',
};
