import type { EventRecorded } from '../external-event/event-recorded.js';
import type { OrderEvent } from './order-event.js';

/** Every event of the platform: a change of an order, or the record of an external event. */
export type PlatformEvent = OrderEvent | EventRecorded;
