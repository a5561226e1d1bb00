/**
 * Reads a wildcard: `*` stands for any characters, also none; `\*` for an asterisk and `\\` for a
 * backslash. Returns the test of a text, or `undefined` where it is not a wildcard: a backslash
 * before anything else, or two `*` in a row.
 */
export function readWildcard(wildcard: string): ((text: string) => boolean) | undefined {
  const literals = literalsOf(wildcard);
  if (literals === undefined) return undefined;
  const [first = '', ...others] = literals;
  const last = others.pop();
  if (last === undefined) return (text) => text === first;

  return (text) => {
    if (!text.startsWith(first)) return false;
    // The earliest place for each literal leaves the most room for the next.
    let end = first.length;
    for (const literal of others) {
      const start = text.indexOf(literal, end);
      if (start === -1) return false;
      end = start + literal.length;
    }
    return text.length - last.length >= end && text.endsWith(last);
  };
}

/** An escaped character, an asterisk, a run of anything else, or a backslash at the end. */
const TOKENS = /\\.|\*|[^\\*]+|\\/gsu;

/** What stands before, between and after the asterisks. */
function literalsOf(wildcard: string): string[] | undefined {
  const literals: string[] = [];
  let literal = '';
  let previous = '';
  for (const [token] of wildcard.matchAll(TOKENS)) {
    if (token === '*') {
      if (previous === '*') return undefined;
      literals.push(literal);
      literal = '';
    } else if (token.startsWith('\\')) {
      if (token !== '\\*' && token !== '\\\\') return undefined;
      literal += token.slice(1);
    } else {
      literal += token;
    }
    previous = token;
  }
  return [...literals, literal];
}
