import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The text of a committed file that is generated; `UPDATE_DOCS=1` writes it first. */
export function committedText(file: URL, text: string): string {
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, text);

  return existsSync(file) ? readFileSync(file, 'utf8') : `${fileURLToPath(file)} is missing`;
}
