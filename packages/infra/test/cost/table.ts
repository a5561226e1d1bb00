/** A Markdown table: the first columns are left-aligned, the others right-aligned. */
export function table(rows: readonly (readonly string[])[], leftAligned = 1): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (text: string, n: number) => {
    const width = widths[n] ?? 0;
    return n < leftAligned ? text.padEnd(width) : text.padStart(width);
  };
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, n) =>
    n < leftAligned ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(header), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}

/** An amount of US dollars: `1,234.50`. */
export function dollars(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
