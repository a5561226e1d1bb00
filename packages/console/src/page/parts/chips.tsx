/** Links that narrow a list; the chosen one is marked. */
export function Chips({
  label,
  items,
}: {
  readonly label: string;
  readonly items: readonly {
    readonly name: string;
    readonly href: string;
    readonly chosen: boolean;
    readonly count?: string | undefined;
  }[];
}) {
  return (
    <ul class="chips" aria-label={label}>
      {items.map(({ name, href, chosen, count }) => (
        <li key={name}>
          <a class="chip" href={href} aria-current={chosen ? 'true' : undefined}>
            {name}
            {count !== undefined && <span class="chip-count">{count}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}
