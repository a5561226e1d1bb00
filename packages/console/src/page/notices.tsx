import { connection, gap } from './state/stream.js';

/** What a person must know before they trust the page: a lost connection, a gap. */
export function Notices() {
  return (
    <div class="notices" role="status">
      {connection.value === 'lost' && (
        <p class="notice notice-warning">
          <strong>Connection lost.</strong> What you see may be old. The page connects again by
          itself and shows what it missed.
        </p>
      )}
      {gap.value !== undefined && (
        <p class="notice notice-warning">
          <span>
            {gap.value === 'restarted'
              ? 'The platform was restarted. Its log, charts and list of events begin again, and faults are off. If it keeps its orders in memory, those from before are gone.'
              : 'Some events were forgotten before the page could read them: the platform keeps the latest 1,000. The lists are complete again.'}
          </span>
          <button type="button" class="button button-quiet" onClick={() => (gap.value = undefined)}>
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}
