import { isFields, type FieldIssue } from '@snacks/domain';

/** No more are reported of one object: a response must not be many times as large as its request. */
const MAX_REPORTED = 100;

/** The characters that are reported of the name of an unknown field. */
const MAX_NAME = 64;

/** The issue of a body that is not an object. */
export const NOT_AN_OBJECT: FieldIssue = {
  field: '',
  code: 'REQUEST_INVALID',
  message: 'the request must be a JSON object',
};

/** Fills a request object: it has a property for each field that it may have. No other is copied. */
export function fill<T extends object>(request: T, fields: Readonly<Record<string, unknown>>): T {
  for (const name of Object.keys(request)) {
    if (Object.hasOwn(fields, name)) Object.assign(request, { [name]: fields[name] });
  }
  return request;
}

/**
 * An issue for each field that a request has and must not have. Own fields count, also those with a
 * name that every object has, like `constructor`: class-validator's whitelist lets these pass.
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
