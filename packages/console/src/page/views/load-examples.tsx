import { useState } from 'preact/hooks';

import type { ApiError } from '../api/client.js';
import { Problem } from '../parts/message.js';
import { may } from '../state/access.js';
import { linkTo } from '../state/location.js';
import { asApiError } from '../state/resource.js';
import { announceChange } from '../state/stream.js';
import { loadExamples } from './examples.js';

/** What a person can do where nothing has happened yet. */
export function LoadExamples() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const load = (): void => {
    setBusy(true);
    setError(undefined);
    loadExamples()
      .then(announceChange, (reason: unknown) => setError(asApiError(reason)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <div class="buttons">
        <a class="button button-main" href={linkTo('place')}>
          Place an order
        </a>
        {may('PUT /operations/stock/{name}') && (
          <button type="button" class="button" disabled={busy} onClick={load}>
            {busy ? 'Loading…' : 'Load the examples'}
          </button>
        )}
      </div>
      <Problem error={error} />
    </>
  );
}
