import { isFields, type FieldIssue } from '@snacks/domain';

/** Unknown fields that are reported, so that a response is not far larger than its request. */
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

/** An object of a request, and the names of its fields. */
interface KnownFields {
  readonly value: unknown;
  readonly known: readonly string[];
  /** The path of the object; '' for the whole request. */
  readonly path: string;
}

/**
 * Returns an issue for each unknown field in the objects of a request. It checks all own fields, also
 * those with inherited names such as `constructor`, which class-validator's whitelist accepts.
 */
export function unknownFieldsIn(objects: readonly KnownFields[]): readonly FieldIssue[] {
  return objects
    .flatMap(({ value, known, path }) =>
      isFields(value)
        ? Object.keys(value)
            .filter((name) => !known.includes(name))
            .map((name) => `${path === '' ? '' : `${path}.`}${name.slice(0, MAX_NAME)}`)
        : [],
    )
    .slice(0, MAX_REPORTED)
    .map((field) => ({
      field,
      code: 'UNKNOWN_FIELD',
      message: 'is not a field of this request: leave it out',
    }));
}
