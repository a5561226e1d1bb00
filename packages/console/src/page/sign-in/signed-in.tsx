import { config } from '../state/config.js';
import { session, signOut } from '../state/session.js';
import { go } from '../state/location.js';

/** Who is signed in, with which groups, and the way out. */
export function SignedIn() {
  if (config.value?.auth !== true || session.value === undefined) return null;
  const { subject, groups } = session.value;
  return (
    <div class="signed-in">
      <p class="who">
        Signed in as <strong class="name">{subject}</strong>
      </p>
      <p>{groups.length === 0 ? 'Customer, in no group' : `Groups: ${groups.join(', ')}`}</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          go(''); // the next person begins at their first view
          signOut();
        }}
      >
        Sign out
      </button>
    </div>
  );
}
