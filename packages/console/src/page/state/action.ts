import { useState } from 'preact/hooks';

import type { ApiError } from '../api/client.js';
import { asApiError } from './resource.js';
import { announceChange } from './stream.js';

/** Something that a person starts, and its end. */
export interface Action {
  readonly busy: boolean;
  readonly error: ApiError | undefined;
  /** What came of it, for the person. */
  readonly done: string | undefined;
  /** Runs it. It returns the text for the person. */
  readonly run: (task: () => Promise<string>) => void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [done, setDone] = useState<string>();
  const run = (task: () => Promise<string>): void => {
    setBusy(true);
    setError(undefined);
    setDone(undefined);
    task()
      .then(setDone, (reason: unknown) => setError(asApiError(reason)))
      .finally(() => {
        setBusy(false);
        announceChange();
      });
  };
  return { busy, error, done, run };
}
