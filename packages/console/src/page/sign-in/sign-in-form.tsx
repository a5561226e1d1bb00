import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { signIn } from '../state/session.js';

/**
 * A field for a token. A text that is not accepted stays in it.
 *
 * @param children further buttons.
 */
export function SignInForm({ children }: { readonly children?: ComponentChildren }) {
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = (): void => {
    setBusy(true);
    setProblem(undefined);
    void signIn(text).then((found) => {
      setBusy(false);
      setProblem(found);
      if (found !== undefined) field.current?.focus();
      return undefined;
    });
  };
  return (
    <form
      class="sign-in-form"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) submit();
      }}
    >
      <label class="field">
        <span>Token</span>
        {/* Not a password field: a browser would offer to keep the token. */}
        <textarea
          class="code token"
          rows={4}
          required
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-describedby="token-problem"
          aria-invalid={problem !== undefined}
          ref={field}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            form.current?.requestSubmit();
          }}
        />
      </label>
      <p
        id="token-problem"
        role="alert"
        class={problem === undefined ? 'outcome' : 'outcome notice notice-error'}
      >
        {problem}
      </p>
      <div class="buttons">
        <button type="submit" class="button button-main" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </button>
        {children}
      </div>
    </form>
  );
}
