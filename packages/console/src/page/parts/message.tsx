import type { ComponentChildren } from 'preact';

import type { ApiError } from '../api/client.js';

/** An error of the API, with how to fix the request. */
export function Problem({ error }: { readonly error: ApiError | undefined }) {
  if (error === undefined) return null;
  return (
    <div class="notice notice-error" role="alert">
      <div>
        <p>
          {error.message} <span class="muted">{error.code}</span>
        </p>
        {error.issues.length > 0 && (
          <ul>
            {error.issues.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                <code>{field}</code> {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The text of a list that has nothing to show. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

export function Loading() {
  return <p class="loading">Loading…</p>;
}
