import { withQuery } from '../api/client.js';
import type { DeadLetters } from '../api/contract.js';
import { deadLetterCount } from './overview.js';
import { useResource, type Resource } from './resource.js';

/** Reads dead letters when their number changes: reading hides a message from other readers. */
export function useDeadLetters(queue: string | undefined): Resource<DeadLetters> {
  return useResource<DeadLetters>(
    withQuery('operations/dead-letters', { queue }),
    deadLetterCount.value,
  );
}
