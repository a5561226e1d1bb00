/** What a look before shipping found. */
export type Finding =
  | { readonly is: 'right'; readonly text: string }
  /** It could not be looked at, and why. */
  | { readonly is: 'unknown'; readonly text: string }
  /** The deployment goes on, and somebody should know. */
  | { readonly is: 'warning'; readonly text: string; readonly next: string }
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

/** @param next what to type to mend it. */
export function warning(text: string, next: string): Finding {
  return { is: 'warning', text, next };
}
