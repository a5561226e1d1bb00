import { useEffect, useState } from 'preact/hooks';

import { type ApiError, call, withQuery } from '../api/client.js';
import { asApiError, useResource } from './resource.js';

/** A page of a list, as the operators' API and as `GET /orders` return it. */
interface PageOf<T> {
  readonly items?: readonly T[];
  readonly orders?: readonly T[];
  readonly nextCursor?: string;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

function pageOf<T>({ items, orders, ...page }: PageOf<T>): Page<T> {
  return { ...page, items: items ?? orders ?? [] };
}

/** A list that grows by pages. Its first page stays current. */
export interface PagedList<T> {
  readonly items: readonly T[] | undefined;
  readonly error: ApiError | undefined;
  /** Reads the next page; `undefined` at the end. */
  readonly more: (() => void) | undefined;
  readonly reload: () => void;
}

/** @param query parameters without `cursor`. */
export function usePagedList<T>(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  keyOf: (item: T) => string,
): PagedList<T> {
  const first = withQuery(path, query);
  const { data: read, error, reload } = useResource<PageOf<T>>(first);
  const data = read && pageOf(read);
  const [further, setFurther] = useState<Page<T>>({ items: [] });
  const [failure, setFailure] = useState<ApiError>();

  useEffect(() => {
    setFurther({ items: [] });
    setFailure(undefined);
  }, [first]);

  // Once further pages are shown, their cursor counts: new items move the end of the first page.
  const cursor = further.items.length > 0 ? further.nextCursor : data?.nextCursor;
  const readMore = (): void => {
    call<PageOf<T>>(withQuery(path, { ...query, cursor })).then(
      (body) => {
        const page = pageOf(body);
        setFurther({ ...page, items: [...further.items, ...page.items] });
        return undefined;
      },
      (reason: unknown) => setFailure(asApiError(reason)),
    );
  };
  const known = new Set(data?.items.map(keyOf));
  return {
    items: data && [...data.items, ...further.items.filter((item) => !known.has(keyOf(item)))],
    error: error ?? failure,
    more: cursor === undefined ? undefined : readMore,
    reload,
  };
}
