import { nestingOf } from '@snacks/handlers';

/**
 * The maximum nesting depth of JSON. No valid request comes near it. Far beyond it, code that walks a
 * value, such as `JSON.stringify`, overflows the stack.
 */
export const MAX_JSON_DEPTH = 1_000;

/** Parses JSON. Returns `undefined` for invalid JSON, and beyond {@link MAX_JSON_DEPTH}. */
export function readJson(text: string): unknown {
  if (nestingOf(text) > MAX_JSON_DEPTH) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller refuses it
  }
}
