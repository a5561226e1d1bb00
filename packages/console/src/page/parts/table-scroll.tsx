import type { ComponentChildren } from 'preact';

/** Holds a table that may be wider than the screen. The keyboard can scroll it. */
export function TableScroll({
  label,
  limited = false,
  children,
}: {
  readonly label: string;
  /** Whether a long table scrolls on its own. @default false */
  readonly limited?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div
      class={limited ? 'table-scroll table-limited' : 'table-scroll'}
      tabIndex={0}
      role="group"
      aria-label={label}
    >
      {children}
    </div>
  );
}
