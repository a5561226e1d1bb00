import { computed, effect, signal } from '@preact/signals';

import type { Overview } from '../api/contract.js';
import { type ApiError, call } from '../api/client.js';
import { may } from './access.js';
import { config } from './config.js';
import { asApiError } from './resource.js';
import { announceChange, changes } from './stream.js';

/** The counts of queues, functions and unfinished orders: many views show them. */
export const overview = signal<Overview | undefined>(undefined);
export const overviewError = signal<ApiError | undefined>(undefined);

/** The number of dead letters; 0 while it is unknown. */
export const deadLetterCount = computed(() =>
  (overview.value?.deadLetterQueues ?? []).reduce(
    (sum, { visible, inFlight }) => sum + visible + inFlight,
    0,
  ),
);

/** The counts of all queues, as a text. */
function depthsOf({ queues, deadLetterQueues }: Overview): string {
  return JSON.stringify(
    [...queues, ...deadLetterQueues].map(({ name, visible, inFlight }) => [
      name,
      visible,
      inFlight,
    ]),
  );
}

let reading = false;
let again = false;

async function read(): Promise<void> {
  again = reading;
  if (reading) return;
  reading = true;
  try {
    const before = overview.value;
    overview.value = await call<Overview>('operations/overview');
    overviewError.value = undefined;
    // A try that fails, and a message that becomes a dead letter, are no events of an order.
    if (before !== undefined && depthsOf(before) !== depthsOf(overview.value)) announceChange();
  } catch (error) {
    overviewError.value = asApiError(error);
  }
  reading = false;
  if (again) void read();
}

const isRead = computed(
  () => config.value?.place !== 'simulation' && may('GET /operations/overview'),
);

effect(() => {
  if (changes.value >= 0 && isRead.value) void read();
});

// On a laptop, queues change without an event, as when a message becomes visible again. In an account,
// reading costs, and the page reads everything at its own interval.
setInterval(() => {
  if (!document.hidden && isRead.value && config.value?.place === 'laptop') void read();
}, 2_000);
