import { useLayoutEffect, useRef } from 'preact/hooks';

import { Command } from '../parts/command.js';
import { config } from '../state/config.js';
import { signOut, type Ending } from '../state/session.js';
import type { Session } from '../state/token.js';
import { asTokenCommand } from '../views/commands.js';
import { endingText } from './ending-text.js';
import { SignInForm } from './sign-in-form.js';

/** Asks a person to sign in again. The page behind it stays as it is, with all that they typed. */
export function SignInAgain({
  ending,
  session: { subject, groups },
}: {
  readonly ending: Ending;
  readonly session: Session;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const opener = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (!(opener instanceof HTMLElement || opener instanceof SVGElement)) return;
      // A field that Chromium itself focuses after a dialog accepts no key.
      opener.blur();
      opener.focus();
    };
  }, []);
  return (
    <dialog
      class="sign-in-again"
      aria-labelledby="sign-in-again"
      ref={dialog}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return; // nothing can be done without a token
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <h2 id="sign-in-again">Sign in again</h2>
      <p>
        {endingText(ending)} Sign in as <strong class="name">{subject}</strong> to go on: nothing
        that you typed is lost.
      </p>
      {config.value?.place === 'laptop' && (
        <Command text={asTokenCommand(subject, groups)} what="the command that prints a token" />
      )}
      <SignInForm>
        <button type="button" class="button" onClick={signOut}>
          Sign out
        </button>
      </SignInForm>
    </dialog>
  );
}
