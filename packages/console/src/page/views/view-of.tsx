import type { View } from '../state/hash.js';
import { ActionsView } from './actions.js';
import { ApprovalsView } from './approvals.js';
import { ChartsView } from './charts.js';
import { FaultsView } from './faults.js';
import { DeadLettersView } from './dead-letters.js';
import { LiveView } from './live.js';
import { LogsView } from './logs.js';
import { OrdersView } from './orders.js';
import { PlaceView } from './place.js';
import { StockView } from './stock.js';

const VIEW_COMPONENTS = {
  live: LiveView,
  orders: OrdersView,
  'dead-letters': DeadLettersView,
  approvals: ApprovalsView,
  stock: StockView,
  place: PlaceView,
  charts: ChartsView,
  logs: LogsView,
  actions: ActionsView,
  faults: FaultsView,
};

export function ViewOf({ view }: { readonly view: View }) {
  const Shown = VIEW_COMPONENTS[view];
  return <Shown />;
}
