const PATHS = {
  flow: 'M4 4h4v4H4zM12 12h4v4h-4zM8 6h4a2 2 0 0 1 2 2v4',
  list: 'M4 5h12M4 10h12M4 15h12',
  letter: 'M3 5h14v10H3zM3 5l7 6 7-6',
  check: 'M4 10l4 4 8-9',
  box: 'M3 6l7-3 7 3v8l-7 3-7-3zM3 6l7 3 7-3M10 9v8',
  plus: 'M10 4v12M4 10h12',
  chart: 'M4 4v12h12M7 12l3-4 2 2 4-5',
  text: 'M4 4h12M4 8h8M4 12h12M4 16h6',
  clock: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 6v4l3 2',
  bolt: 'M11 3L5 11h4l-1 6 6-8h-4z',
  close: 'M5 5l10 10M15 5L5 15',
  copy: 'M7 7h9v9H7zM4 13V4h9',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a text that says the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
