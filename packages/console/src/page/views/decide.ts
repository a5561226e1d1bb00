import type { OrderRecord } from '@snacks/domain';

import { call } from '../api/client.js';

/** Decides on an order in the version that the person saw. */
export async function decide(
  { orderId, version }: Pick<OrderRecord, 'orderId' | 'version'>,
  decision: 'approve' | 'reject',
  note: string,
): Promise<OrderRecord> {
  return call<OrderRecord>(`orders/${orderId}/approval`, {
    method: 'POST',
    headers: { 'if-match': `"${version}"` },
    body: { decision, ...(note !== '' && { note }) },
  });
}
