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
 * @param version what it follows: it is read again when this changes. @default every change
 */
export function useResource<T>(
  path: string | undefined,
  version: number = changes.value,
): Resource<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ path });
  const [reloads, setReloads] = useState(0);
  const busy = useRef<string | undefined>(undefined);

  useEffect(() => {
    // A slow read is not restarted by the next change: under load it would never end.
    if (path === undefined || busy.current === path) return;
    busy.current = path;
    void load<T>(path).then((result) => {
      if (busy.current !== path) return undefined;
      busy.current = undefined;
      setLoaded((before) => withOldData(result, before));
      return undefined;
    });
  }, [path, version, reloads]);

  const reload = useCallback(() => {
    busy.current = undefined;
    setReloads((count) => count + 1);
  }, []);
  const current = loaded.path === path ? loaded : { path };
  return { data: current.data, error: current.error, reload };
}

async function load<T>(path: string): Promise<Loaded<T>> {
  try {
    return { path, data: await call<T>(path) };
  } catch (error) {
    return { path, error: asApiError(error) };
  }
}

/** After a failed read, the old data stays beside the error. */
function withOldData<T>(result: Loaded<T>, before: Loaded<T>): Loaded<T> {
  const { data } = before;
  const keeps = result.error !== undefined && before.path === result.path && data !== undefined;
  return keeps ? { ...result, data } : result;
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError
    ? error
    : new ApiError(0, 'UNEXPECTED', error instanceof Error ? error.message : String(error));
}
