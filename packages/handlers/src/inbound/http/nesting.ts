/**
 * How deep the brackets of a JSON text nest. Reads every character once and calls nothing for it,
 * because whatever walks a value that nests without bound, such as `JSON.stringify`, runs out of
 * stack.
 */
export function nestingOf(json: string): number {
  let deepest = 0;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') inString = !inString;
    else if (inString) at += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
