import { OrderInvalidError, type FieldIssue, type FieldRule } from '@snacks/domain';
import { ValidateBy, ValidateIf, validateSync } from 'class-validator';

import { fieldsOf, fill, unknownFieldsIn } from './fields.js';

/** The field must meet a rule of the domain. */
export function Meets({ code, message, accepts }: FieldRule): PropertyDecorator {
  return ValidateBy({
    name: code,
    validator: { validate: accepts, defaultMessage: () => message },
  });
}

/** The field may be left out; `null` is not left out. */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_request, value) => value !== undefined);
}

/**
 * Fills a request object, and checks it by the decorators of its class.
 *
 * @param request has a property for each field that the request may have.
 * @throws {OrderInvalidError} with an issue for each field that is wrong or unknown.
 */
export function readRequest<T extends object>(request: T, sent: unknown): T {
  const fields = fieldsOf(sent);
  const unknown = unknownFieldsIn(fields, Object.keys(request));
  fill(request, fields);
  const issues = [...brokenRulesOf(request), ...unknown];
  if (issues.length > 0) throw new OrderInvalidError(issues);
  return request;
}

function brokenRulesOf(request: object): readonly FieldIssue[] {
  return validateSync(request, {
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  }).flatMap(({ property, constraints = {} }) =>
    Object.entries(constraints).map(([code, message]) => ({ field: property, code, message })),
  );
}
