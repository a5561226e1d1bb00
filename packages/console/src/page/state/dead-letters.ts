import { withQuery } from '../api/client.js';
import type { DeadLetterList } from '../api/contract.js';
import { deadLetterCount } from './overview.js';
import { useResource, type Resource } from './resource.js';

/** Reads dead letters when their number changes: reading hides a message from other readers. */
export function useDeadLetters(queue: string | undefined): Resource<DeadLetterList> {
  return useResource<DeadLetterList>(
    withQuery('operations/dead-letters', { queue }),
    deadLetterCount.value,
  );
}
