import { isFields, OrderInvalidError, type FieldIssue } from '@snacks/domain';
import { validateSync, type ValidationError } from 'class-validator';

/** More of them are not told: a response must not be many times as large as its request. */
const MAX_UNKNOWN_FIELDS = 100;

/** What is told of the name of an unknown field, in characters. */
const MAX_NAME = 64;

/** Fills request objects with what came in, and collects what is wrong, so that all is told at once. */
export class RequestReader {
  private readonly unknown: FieldIssue[] = [];

  /**
   * The fields of a body.
   *
   * @throws {OrderInvalidError} where it has none.
   */
  fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
    if (isFields(body)) return body;
    throw new OrderInvalidError([
      { field: '', code: 'REQUEST_INVALID', message: 'the request must be a JSON object' },
    ]);
  }

  /**
   * Fills a new request object with the fields that its class declares. Any other is an issue:
   * class-validator's own whitelist lets names pass that every object has, like `constructor`.
   */
  read<T extends object>(request: T, fields: Readonly<Record<string, unknown>>, path = ''): T {
    for (const [name, value] of Object.entries(fields)) {
      if (Object.hasOwn(request, name)) Object.assign(request, { [name]: value });
      else if (this.unknown.length < MAX_UNKNOWN_FIELDS) {
        this.unknown.push(unknownField(pathOf(path, name.slice(0, MAX_NAME))));
      }
    }
    return request;
  }

  /**
   * Checks a filled request by the decorators of its class.
   *
   * @throws {OrderInvalidError} with an issue for each field that is not as it must be.
   */
  check<T extends object>(request: T): T {
    const errors = validateSync(request, {
      stopAtFirstError: true,
      validationError: { target: false, value: false },
    });
    const issues = [...errors.flatMap((error) => issuesOf(error)), ...this.unknown];
    if (issues.length > 0) throw new OrderInvalidError(issues);
    return request;
  }
}

function unknownField(field: string): FieldIssue {
  return { field, code: 'UNKNOWN_FIELD', message: 'is not a field of this request: leave it out' };
}

function issuesOf(error: ValidationError, parent = ''): FieldIssue[] {
  const { property, constraints = {}, children = [] } = error;
  const field = pathOf(parent, property);
  return [
    ...Object.entries(constraints).map(([code, message]) => ({ field, code, message })),
    ...children.flatMap((child) => issuesOf(child, field)),
  ];
}

function pathOf(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}
