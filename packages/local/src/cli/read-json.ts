import { nestingOf } from '@snacks/handlers';

/**
 * How deep JSON may nest. Nothing that is meant nests as deep; but whatever walks a value, such as
 * `JSON.stringify`, runs out of stack some way beyond.
 */
export const DEEPEST_JSON = 1_000;

/** What a text says as JSON; `undefined` where it is none, or nests deeper than {@link DEEPEST_JSON}. */
export function readJson(text: string): unknown {
  if (nestingOf(text) > DEEPEST_JSON) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the caller
  }
}
