/** Keywords of JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The validation rule of one field. */
export interface FieldRule<T = unknown> {
  /** Stable: clients recognise a broken rule by it. */
  readonly code: string;
  /** Says how to fix the field. Follows its name: "quantity must be a whole number from 1 to 1000". */
  readonly message: string;
  readonly accepts: (value: unknown) => value is T;
  /** Accepts every value that the rule accepts, and maybe others: keywords cannot express every rule. */
  readonly schema: JsonSchema;
}

/** What is wrong with one field, and how to fix it. */
export interface FieldIssue {
  /** The path of the field: `snackItems[2].price`. Empty for the request as a whole. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** The issue of a field that breaks a rule. */
export function issueOf(
  field: string,
  { code, message }: Pick<FieldRule, 'code' | 'message'>,
): FieldIssue {
  return { field, code, message };
}

/** Whether a value is an object with named fields: not an array, not `null`. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
