import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { Icon } from './icon.js';

/** The panel beside a list, with everything about one item. It takes the focus when it opens. */
export function Inspector({
  title,
  closeLink,
  children,
}: {
  readonly title: string;
  readonly closeLink: string;
  readonly children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus();
    return () => {
      if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus();
    };
  }, []);
  return (
    <aside class="inspector" aria-label={title}>
      <div class="inspector-head">
        <h2 tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <a class="button button-quiet" href={closeLink}>
          <Icon name="close" />
          Close
        </a>
      </div>
      {children}
    </aside>
  );
}
