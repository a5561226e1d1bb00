/** The number of characters of a text: its code points. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}
