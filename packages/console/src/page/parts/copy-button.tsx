import { useState } from 'preact/hooks';

import { Icon } from './icon.js';

/** Copies a text to the clipboard, and says so. */
export function CopyButton({
  label,
  what,
  text,
}: {
  readonly label: string;
  /** What is copied, for screen readers, if the label alone does not say it. */
  readonly what?: string;
  readonly text: () => string;
}) {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  const copy = (): void => {
    navigator.clipboard.writeText(text()).then(
      () => setState('copied'),
      () => setState('refused'),
    );
    setTimeout(() => setState('ready'), 2_000);
  };
  return (
    <button type="button" class="button button-quiet" onClick={copy}>
      <Icon name="copy" />
      <span aria-live="polite">
        {state === 'ready' ? label : state === 'copied' ? 'Copied' : 'The browser refused to copy'}
      </span>
      {what !== undefined && <span class="hidden"> {what}</span>}
    </button>
  );
}
