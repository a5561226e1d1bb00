import { useEffect } from 'preact/hooks';

import { Command } from '../parts/command.js';
import { config } from '../state/config.js';
import { ending, session } from '../state/session.js';
import { asTokenCommand } from '../views/commands.js';
import { endingText } from './ending-text.js';
import { SignInForm } from './sign-in-form.js';

interface Person {
  readonly who: string;
  readonly does: string;
  readonly subject: string;
  readonly groups: readonly string[];
}

/** People to sign in as. The names are examples. */
const EXAMPLES: readonly Person[] = [
  { who: 'A customer', does: 'places orders and follows their own.', subject: 'alice', groups: [] },
  {
    who: 'An approver',
    does: 'decides on orders of high priority.',
    subject: 'amy',
    groups: ['approver'],
  },
  {
    who: 'An operator',
    does: 'sees everything, and repairs it.',
    subject: 'olga',
    groups: ['operator'],
  },
];

/** The page for a person who is not signed in, on a platform that requires tokens. */
export function SignInPage() {
  useEffect(() => {
    document.title = 'Sign in · Serverless Snacks';
  }, []);
  return (
    <main class="sign-in">
      <div class="brand">
        <img src="icon.svg" alt="" width="24" height="24" />
        <span>Serverless Snacks</span>
      </div>
      <div class="card sign-in-card">
        <h1>Sign in</h1>
        {ending.value !== undefined && (
          <p class="notice notice-warning" role="status">
            {endingText(ending.value)}
          </p>
        )}
        <p>
          This platform asks its callers for a token. A token says who you are, and what you may see
          and do.
        </p>
        {config.value?.place === 'laptop' ? <TokenCommands /> : <p>Get one from its user pool.</p>}
        <SignInForm />
        <p class="muted">
          The token stays in this tab until you sign out or close it, and is sent to this platform
          only.
        </p>
      </div>
    </main>
  );
}

function TokenCommands() {
  const last = session.value;
  const again: readonly Person[] =
    last === undefined ? [] : [{ ...last, who: 'You', does: 'with the same groups as before.' }];
  return (
    <>
      <p>Run one of these commands in the folder of the project, and paste what it prints.</p>
      <ul class="commands">
        {[...again, ...EXAMPLES].map(({ who, does, subject, groups }) => (
          <li key={who}>
            <p>
              <strong>{who}</strong> <span class="muted">{does}</span>
            </p>
            <Command
              text={asTokenCommand(subject, groups)}
              what={`the command for: ${who.toLowerCase()}`}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
