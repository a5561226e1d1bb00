import type { OrderStatus } from '@snacks/domain';

import { statusText } from './format.js';

/** The state of an order: its colour repeats what the word says. */
export function Status({ status }: { readonly status: OrderStatus }) {
  return (
    <span class={`status status-${status.toLowerCase()}`} title={status}>
      {statusText(status)}
    </span>
  );
}
