import { isFields, type FieldIssue } from '@snacks/domain';

/** Unknown fields that are reported per object, so that a response is not far larger than its request. */
const MAX_REPORTED = 100;

/** Characters of an unknown field's name that are reported. */
const MAX_NAME = 64;

/** The issue of a body that is not an object. */
export const NOT_AN_OBJECT: FieldIssue = {
  field: '',
  code: 'REQUEST_INVALID',
  message: 'the request must be a JSON object',
};

/** Copies fields into a request object. It copies only fields that are properties of the object. */
export function fill<T extends object>(request: T, fields: Readonly<Record<string, unknown>>): T {
  for (const name of Object.keys(request)) {
    if (Object.hasOwn(fields, name)) Object.assign(request, { [name]: fields[name] });
  }
  return request;
}

/**
 * Returns an issue for each unknown field of a request. It checks all own fields, also those with
 * inherited names such as `constructor`, which class-validator's whitelist accepts.
 */
export function unknownFieldsIn(
  value: unknown,
  known: readonly string[],
  path = '',
): readonly FieldIssue[] {
  if (!isFields(value)) return [];
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .slice(0, MAX_REPORTED)
    .map((name) => ({
      field: `${path === '' ? '' : `${path}.`}${name.slice(0, MAX_NAME)}`,
      code: 'UNKNOWN_FIELD',
      message: 'is not a field of this request: leave it out',
    }));
}
