/** Parses a JSON object; `undefined` for other JSON values and for invalid JSON. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parse(text);
  return isFields(value) ? value : undefined;
}

/** Whether a value is an object: not an array, not `null`. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
