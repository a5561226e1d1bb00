import { useState } from 'preact/hooks';

import { Icon } from './icon.js';

/** Copies a text to the clipboard, and says so. */
export function CopyButton({
  label,
  text,
}: {
  readonly label: string;
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
    </button>
  );
}
