import { CopyButton } from './copy-button.js';

/** A command to run in a terminal, and a button that copies it. */
export function Command({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span class="command">
      <code>
        {text.split(' ').map((word, index) => (
          <span key={`${index} ${word}`}>
            {index > 0 && ' '}
            <span class="word">{word}</span>
          </span>
        ))}
      </code>
      <CopyButton label="Copy" what={what} text={() => text} />
    </span>
  );
}
