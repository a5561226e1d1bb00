/** The result of one check of the preflight. */
export type Finding =
  | { readonly status: 'passed'; readonly text: string }
  /** The check was not possible; the text says why. */
  | { readonly status: 'unchecked'; readonly text: string }
  /** The deployment continues, but the operator should know. */
  | { readonly status: 'warning'; readonly text: string; readonly next: string }
  | { readonly status: 'failed'; readonly text: string; readonly next: string };

export function passed(text: string): Finding {
  return { status: 'passed', text };
}

export function unchecked(text: string): Finding {
  return { status: 'unchecked', text };
}

/** @param next the command that fixes it. */
export function failed(text: string, next: string): Finding {
  return { status: 'failed', text, next };
}

/** @param next the command that fixes it. */
export function warning(text: string, next: string): Finding {
  return { status: 'warning', text, next };
}
