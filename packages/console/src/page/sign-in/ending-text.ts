import type { Ending } from '../state/session.js';

/** Says why a person has to sign in again. */
export function endingText(ending: Ending): string {
  return ending === 'expired'
    ? 'Your token has expired.'
    : 'The platform no longer accepts your token. It may have been started with another key.';
}
