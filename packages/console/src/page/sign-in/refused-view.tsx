import { Command } from '../parts/command.js';
import { Empty } from '../parts/message.js';
import { firstView, groupsOf } from '../state/access.js';
import { config } from '../state/config.js';
import type { View } from '../state/hash.js';
import { linkTo } from '../state/location.js';
import { session, signOut } from '../state/session.js';
import { VIEW_NAMES } from '../view-names.js';
import { asTokenCommand } from '../views/commands.js';

/** What a person sees who opened a link to a view that is not for them. */
export function RefusedView({ view }: { readonly view: View }) {
  const { subject = 'you', groups = [] } = session.value ?? {};
  const needed = groupsOf(view);
  const [first, ...others] = needed;
  return (
    <Empty title={`This view needs the group ${needed.join(' or ')}.`}>
      <p>
        You are signed in as <strong class="name">{subject}</strong>,{' '}
        {groups.length === 0 ? 'in no group' : `with the groups ${groups.join(', ')}`}. To open it,
        sign in with a token that has {others.length === 0 ? 'this group' : 'one of these groups'}.
      </p>
      {first !== undefined && config.value?.place === 'laptop' && (
        <Command
          text={asTokenCommand(subject, [...groups, first])}
          what="the command that prints such a token"
        />
      )}
      <div class="buttons">
        <a class="button button-main" href={linkTo(firstView.value)}>
          Go to {VIEW_NAMES[firstView.value]}
        </a>
        <button type="button" class="button" onClick={signOut}>
          Sign in with another token
        </button>
      </div>
    </Empty>
  );
}
