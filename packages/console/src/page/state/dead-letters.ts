import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { call, withQuery, type ApiError } from '../api/client.js';
import type { DeadLetterList } from '../api/contract.js';
import { deadLetterCount } from './overview.js';
import { asApiError, type Resource } from './resource.js';

interface Loaded {
  readonly queue: string | undefined;
  readonly data?: DeadLetterList;
  readonly error?: ApiError;
}

const loaded = signal<Loaded | undefined>(undefined);

/** What is being read. A list and its inspector ask for the same at the same time. */
let reading: string | undefined;

async function read(queue: string | undefined): Promise<void> {
  const path = withQuery('operations/dead-letters', { queue });
  if (reading === path) return;
  reading = path;
  let result: Loaded;
  try {
    result = { queue, data: await call<DeadLetterList>(path) };
  } catch (error) {
    result = { queue, error: asApiError(error) };
  }
  if (reading !== path) return; // another queue was chosen meanwhile
  reading = undefined;
  loaded.value = result;
}

/**
 * Reads dead letters once for all that show them, and again when their number changes. Reading hides a
 * message from other readers for a moment, so it is not read at every change.
 */
export function useDeadLetters(queue: string | undefined): Resource<DeadLetterList> {
  const count = deadLetterCount.value;
  useEffect(() => {
    void read(queue);
  }, [queue, count]);
  const current = loaded.value?.queue === queue ? loaded.value : undefined;
  return {
    data: current?.data,
    error: current?.error,
    reload: () => {
      void read(queue);
    },
  };
}
