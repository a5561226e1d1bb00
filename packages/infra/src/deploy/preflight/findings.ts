/** What a look before shipping found. */
export type Finding =
  | { readonly status: 'passed'; readonly text: string }
  /** It could not be looked at, and why. */
  | { readonly status: 'unchecked'; readonly text: string }
  /** The deployment goes on, and somebody should know. */
  | { readonly status: 'warning'; readonly text: string; readonly next: string }
  | { readonly status: 'failed'; readonly text: string; readonly next: string };

export function passed(text: string): Finding {
  return { status: 'passed', text };
}

export function unchecked(text: string): Finding {
  return { status: 'unchecked', text };
}

/** @param next what to type next. */
export function failed(text: string, next: string): Finding {
  return { status: 'failed', text, next };
}

/** @param next what to type to mend it. */
export function warning(text: string, next: string): Finding {
  return { status: 'warning', text, next };
}
