import { useEffect, useState } from 'preact/hooks';

import { location, replaceParameters } from '../state/location.js';

/** Milliseconds of rest after which the list is narrowed. */
const REST = 250;

/** A field whose text is in the URL. */
export function SearchField({
  parameter,
  label,
}: {
  readonly parameter: string;
  readonly label: string;
}) {
  const current = location.value.parameters[parameter] ?? '';
  const [text, setText] = useState(current);
  useEffect(() => setText(current), [current]);
  useEffect(() => {
    if (text.trim() === current) return;
    const timer = setTimeout(
      () => replaceParameters({ [parameter]: text.trim() || undefined }),
      REST,
    );
    return () => clearTimeout(timer);
  }, [text, current, parameter]);
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="search"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
    </label>
  );
}
