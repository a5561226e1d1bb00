import type { Action } from '../state/action.js';
import { Problem } from './message.js';

/** What came of an action, also for screen readers. */
export function Outcome({ action }: { readonly action: Action }) {
  return (
    <>
      <Problem error={action.error} />
      <p class={action.done === undefined ? 'outcome' : 'outcome notice notice-good'} role="status">
        {action.done}
      </p>
    </>
  );
}
