export const VIEWS = [
  'live',
  'orders',
  'dead-letters',
  'approvals',
  'stock',
  'place',
  'charts',
  'logs',
  'actions',
  'faults',
] as const;

export type View = (typeof VIEWS)[number];

export type Parameters = Readonly<Record<string, string | undefined>>;

/** What the page shows. It is in the URL, so a link shows a colleague the same. */
export interface Location {
  /** Left out for the first view. */
  readonly view?: View;
  readonly parameters: Parameters;
}

/** Returns what a hash such as `#/orders?status=NEW` shows. Without a known view it is the first one. */
export function readHash(hash: string): Location {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const view = VIEWS.find((name) => name === path);
  const parameters = Object.fromEntries(new URLSearchParams(query));
  return view === undefined ? { parameters } : { view, parameters };
}

/** Returns the hash of a location. Parameters without a value are left out. */
export function hashOf({ view, parameters }: Required<Location>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  return query.size === 0 ? `#/${view}` : `#/${view}?${query.toString()}`;
}
