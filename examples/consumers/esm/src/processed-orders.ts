import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { EVENT_SOURCE, type OrderEventDetail } from '@snacks/domain/events';
import schema from '@snacks/domain/schemas/order-processed.v1.json' with { type: 'json' };

/** The fields of an EventBridge event that this service reads. */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
}

const ajv = new Ajv2020();
addFormats.default(ajv);
const isProcessed = ajv.compile<OrderEventDetail<'Order Processed'>>(schema);

/** Returns the detail of an `Order Processed` event; `undefined` for other events and invalid details. */
export function processedOrder({
  source,
  'detail-type': type,
  detail,
}: BusEvent): OrderEventDetail<'Order Processed'> | undefined {
  if (source !== EVENT_SOURCE || type !== 'Order Processed') return undefined;
  return isProcessed(detail) ? detail : undefined;
}
