import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { ApiError, call } from '../api/client.js';
import { changes } from './stream.js';

/** Something that the page reads from the API. While it is read again, the old data stays. */
export interface Resource<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
  readonly reload: () => void;
}

interface Loaded<T> {
  readonly path: string | undefined;
  readonly data?: T;
  readonly error?: ApiError;
}

/**
 * Reads a path, and reads it again when something may have changed.
 *
 * @param path `undefined` reads nothing.
 */
export function useResource<T>(path: string | undefined): Resource<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ path });
  const [reloads, setReloads] = useState(0);
  const busy = useRef<string | undefined>(undefined);
  const change = changes.value;

  useEffect(() => {
    // A slow read is not restarted by the next change: under load it would never end.
    if (path === undefined || busy.current === path) return;
    busy.current = path;
    void call<T>(path)
      .then((data): Loaded<T> => ({ path, data }))
      .catch((error: unknown): Loaded<T> => ({ path, error: asApiError(error) }))
      .then((result) => {
        if (busy.current !== path) return;
        busy.current = undefined;
        setLoaded((before) =>
          result.error !== undefined && before.path === path && before.data !== undefined
            ? { ...result, data: before.data }
            : result,
        );
      });
  }, [path, change, reloads]);

  const reload = useCallback(() => {
    busy.current = undefined;
    setReloads((count) => count + 1);
  }, []);
  const current = loaded.path === path ? loaded : { path };
  return { data: current.data, error: current.error, reload };
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError
    ? error
    : new ApiError(0, 'UNEXPECTED', error instanceof Error ? error.message : String(error));
}
