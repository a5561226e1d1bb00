/** What a look before shipping found. */
export type Finding =
  | { readonly is: 'right'; readonly text: string }
  /** It could not be looked at, and why. */
  | { readonly is: 'unknown'; readonly text: string }
  | { readonly is: 'wrong'; readonly text: string; readonly next: string };

export function right(text: string): Finding {
  return { is: 'right', text };
}

export function unknown(text: string): Finding {
  return { is: 'unknown', text };
}

/** @param next what to type next. */
export function wrong(text: string, next: string): Finding {
  return { is: 'wrong', text, next };
}
